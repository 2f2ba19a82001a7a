"""The front door: the home page, plain pages and what the whole site says of itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from courses.blocks import PAGE_BLOCKS, SHORT_TEXT_FEATURES
from courses.fields import ContentField, TextsField
from courses.models import ReadOnlyPage


class HomePage(ReadOnlyPage):
    """The first page of the site in one language."""

    headline = models.CharField(_("headline"), max_length=120)
    introduction = models.TextField(_("introduction"), max_length=400)
    body = ContentField(PAGE_BLOCKS, verbose_name=_("content"), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("headline"),
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("introduction")]

    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request, *args, **kwargs):
        from home.reporting import front_page

        context = super().get_context(request, *args, **kwargs)
        context["front"] = front_page(page=self, request=request)
        return context


class StandardPage(ReadOnlyPage):
    """A plain text: privacy, accessibility, who can see my data, about us."""

    introduction = models.TextField(_("introduction"), blank=True)
    body = ContentField(PAGE_BLOCKS, verbose_name=_("content"), blank=True)
    show_in_footer = models.BooleanField(_("link from the footer"), default=False)

    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]
    promote_panels = [*Page.promote_panels, FieldPanel("show_in_footer")]
    search_fields = [*Page.search_fields, index.SearchField("body")]

    parent_page_types = ["home.HomePage", "home.StandardPage"]

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")


@register_setting(icon="cog")
class SiteSettings(BaseSiteSetting):
    """What every page says: the site's name, whom to ask, and what is made up."""

    site_title = models.CharField(
        _("name of the site"), max_length=60, default="elearn"
    )
    contact_email = models.EmailField(
        _("contact address"), blank=True, help_text=_("Linked as help on every page.")
    )
    is_demonstration = models.BooleanField(
        _("demonstration"),
        default=False,
        help_text=_("Says on every page that people and figures are made up."),
    )
    help_now = TextsField(
        _("help in a crisis"),
        long=True,
        blank=True,
        help_text=_(
            "Whom to call where your learners are. Shown with every content note."
        ),
    )
    footer_text = RichTextField(
        _("text in the footer"), features=SHORT_TEXT_FEATURES, blank=True
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("site_title"),
                FieldPanel("contact_email"),
                FieldPanel("help_now"),
                FieldPanel("footer_text"),
                FieldPanel("is_demonstration"),
            ],
            heading=_("Site"),
        )
    ]

    class Meta:
        verbose_name = _("site settings")
