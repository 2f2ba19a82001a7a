"""A learner's browser without JavaScript, as far as forms are concerned."""

import dataclasses

from bs4 import BeautifulSoup
from django.urls import reverse

from assessments.models import Attempt, Response


@dataclasses.dataclass
class Browser:
    """A signed-in learner in an attempt, who fills in forms and sends them."""

    client: object
    attempt: Attempt

    def address(self, name, *args):
        return reverse(f"assessments:{name}", args=[self.attempt.pk, *args])

    def page(self, position=1):
        response = self.client.get(self.address("response", position))
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser")

    def fields(self, page):
        """Return what the form of the page would send as it stands."""
        sent = {}
        form = page.select_one("main form")
        for field in form.select("input, select, textarea"):
            kind = field.get("type")
            if kind in ("radio", "checkbox") and not field.has_attr("checked"):
                continue
            if field.name == "select":
                chosen = field.select("option[selected]") or field.select("option")[:1]
                value = chosen[0]["value"]
            elif field.name == "textarea":
                value = field.get_text().removeprefix("\n")
            else:
                value = field.get("value", "")
            sent.setdefault(field["name"], []).append(value)
        return sent

    def send(self, fields, position=1, **extra):
        return self.client.post(self.address("response", position), fields, **extra)

    def response(self, position=1) -> Response:
        return self.attempt.responses.select_related("item_version").get(
            position=position
        )

    def answer(self, position=1):
        return self.response(position).answer

    def submit(self):
        response = self.client.post(self.address("submit"), follow=True)
        return response.content.decode()
