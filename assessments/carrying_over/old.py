"""From the rows of django-quiz-app to plain values, and what cannot be carried."""

import datetime
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from assessments.content import (
    ChoiceContent,
    ContentError,
    FreeTextContent,
    ItemContent,
    ItemType,
    Option,
    true_false,
)

from .records import (
    Loss,
    OldCategory,
    OldProgress,
    OldQuestion,
    OldQuiz,
    OldSite,
    OldSitting,
)
from .tables import Row, Tables

# The longest texts that fit where they go.
LONGEST_KEY = 100
LONGEST_NAME = 200


def old_site(tables: Tables, prefix: str, language: str) -> OldSite:
    """Return what the tables say. Short names begin with `prefix`; texts are in
    `language`."""
    return _Reader(tables, prefix, language).site()


class _Reader:
    """One reading: the tables, and what is lost on the way."""

    def __init__(self, tables: Tables, prefix: str, language: str) -> None:
        self.tables = tables
        self.prefix = prefix
        self.language = language
        self.losses: list[Loss] = []

    def site(self) -> OldSite:
        categories = tuple(self._categories())
        questions = {question.number: question for question in self._questions()}
        quizzes = {quiz.number: quiz for quiz in self._quizzes(questions)}
        return OldSite(
            categories=categories,
            questions=questions,
            quizzes=quizzes,
            sittings=tuple(self._sittings(quizzes)),
            progress=tuple(self._progress(categories)),
            losses=tuple(self.losses),
        )

    def _lose(self, model: str, row: Row, sentence: str, *, whole: bool = True) -> None:
        self.losses.append(Loss(f"{model} {row['pk']}", sentence, whole))

    def _texts(self, text: Any) -> dict[str, str]:
        plain = _text(text)
        return {self.language: plain} if plain else {}

    # Categories -----------------------------------------------------------------------

    def _categories(self) -> Iterator[OldCategory]:
        for row in self.tables["quiz.category"]:
            name = _text(row.get("category")).replace("-", " ")
            yield OldCategory(self._category(row["pk"]), name or str(row["pk"]))
        known = {row["pk"] for row in self.tables["quiz.category"]}
        for row in self.tables["quiz.subcategory"]:
            parent = _number(row.get("category"))
            name = _text(row.get("sub_category")) or str(row["pk"])
            if parent is not None and parent not in known:
                self._lose(
                    "quiz.subcategory", row, "Its category is missing.", whole=False
                )
            yield OldCategory(
                self._subcategory(row["pk"]),
                name,
                self._category(parent) if parent in known else "",
            )

    def _category(self, number: Any) -> str:
        return f"{self.prefix}-category-{number}" if number is not None else ""

    def _subcategory(self, number: Any) -> str:
        return f"{self.prefix}-subcategory-{number}" if number is not None else ""

    # Questions ------------------------------------------------------------------------

    def _questions(self) -> Iterator[OldQuestion]:
        answers: dict[Any, list[Row]] = {}
        for row in self.tables["multichoice.answer"]:
            answers.setdefault(_number(row.get("question")), []).append(row)
        kinds: dict[Any, tuple[str, Row]] = {}
        for kind in (
            "multichoice.mcquestion",
            "true_false.tf_question",
            "essay.essay_question",
        ):
            for row in self.tables[kind]:
                kinds[row["pk"]] = (kind, row)
        for row in self.tables["quiz.question"]:
            if row["pk"] not in kinds:
                self._lose("quiz.question", row, "Its type is not one of the three.")
                continue
            kind, own = kinds[row["pk"]]
            try:
                content = self._content(kind, row, own, answers.get(row["pk"], []))
            except ContentError as error:
                self._lose("quiz.question", row, str(error))
                continue
            if row.get("figure"):
                self._lose(
                    "quiz.question",
                    row,
                    "Its figure has no text alternative, so it is not carried. Add it "
                    "in the editor, with what it shows.",
                    whole=False,
                )
            yield OldQuestion(
                number=row["pk"],
                key=f"{self.prefix}-question-{row['pk']}",
                content=content,
                category=self._subcategory(_number(row.get("sub_category")))
                or self._category(_number(row.get("category"))),
            )

    def _content(
        self, kind: str, row: Row, own: Row, answers: list[Row]
    ) -> ItemContent:
        stem = self._texts(row.get("content"))
        feedback = self._texts(row.get("explanation"))
        if kind == "true_false.tf_question":
            return true_false(
                stem=stem, is_true=bool(own.get("correct")), feedback=feedback
            )
        if kind == "essay.essay_question":
            return FreeTextContent(
                type=ItemType.FREE_TEXT, stem=stem, feedback=feedback
            )
        order = own.get("answer_order") or "none"
        if order == "content":
            answers = sorted(answers, key=lambda answer: _text(answer.get("content")))
        right = sum(bool(answer.get("correct")) for answer in answers)
        if right > 1:
            self._lose(
                "quiz.question",
                row,
                "Several of its answers are right, and choosing one was enough. Here "
                "all of them have to be chosen; some of them earn some points.",
                whole=False,
            )
        return ChoiceContent(
            type=ItemType.MULTIPLE_CHOICE if right > 1 else ItemType.SINGLE_CHOICE,
            stem=stem,
            feedback=feedback,
            options=tuple(
                Option(
                    f"a{answer['pk']}",
                    self._texts(answer.get("content")),
                    bool(answer.get("correct")),
                )
                for answer in answers
            ),
            shuffle=order == "random",
            partial_credit=right > 1,
        )

    # Quizzes --------------------------------------------------------------------------

    def _quizzes(self, questions: Mapping[int, OldQuestion]) -> Iterator[OldQuiz]:
        asked: dict[Any, list[int]] = {}
        for row in self.tables["quiz.question"]:
            members = row.get("quiz")
            for quiz in members if isinstance(members, list) else ():
                if row["pk"] in questions and isinstance(quiz, int):
                    asked.setdefault(quiz, []).append(row["pk"])
        taken: set[str] = set()
        for row in self.tables["quiz.quiz"]:
            numbers = tuple(sorted(asked.get(row["pk"], [])))
            if not numbers:
                self._lose("quiz.quiz", row, "It has no question that can be carried.")
                continue
            yield self._quiz(row, numbers, taken)

    def _quiz(self, row: Row, numbers: tuple[int, ...], taken: set[str]) -> OldQuiz:
        slug = re.sub(r"[^a-z0-9]+", "-", _text(row.get("url")).lower()).strip("-")
        key = f"{self.prefix}-{slug or row['pk']}"[:LONGEST_KEY]
        if key in taken:
            key = f"{key[: LONGEST_KEY - 12]}-{row['pk']}"
        taken.add(key)
        most = row.get("max_questions")
        draws = isinstance(most, int) and 0 < most < len(numbers)
        percent = row.get("pass_mark")
        share = percent if isinstance(percent, int) and 0 <= percent <= 100 else 0
        if share != (percent or 0):
            self._lose("quiz.quiz", row, "Its pass mark is no per cent.", whole=False)
        if not row.get("exam_paper"):
            self._lose(
                "quiz.quiz",
                row,
                "Its results were not stored. Here they are, and it can be practised "
                "without a record at any time.",
                whole=False,
            )
        title = _text(row.get("title")) or str(row["pk"])
        return OldQuiz(
            number=row["pk"],
            key=key,
            title=title[:LONGEST_NAME],
            description=_text(row.get("description")),
            category=self._category(_number(row.get("category"))),
            questions=numbers,
            draw_count=most if draws else None,
            shuffle=bool(row.get("random_order")),
            is_told_at_end=bool(row.get("answers_at_end")),
            is_recorded=bool(row.get("exam_paper")),
            attempts_allowed=1 if row.get("single_attempt") else None,
            pass_mark=Decimal(share) / 100,
            passed_text=_text(row.get("success_text")),
            failed_text=_text(row.get("fail_text")),
            is_draft=bool(row.get("draft")),
        )

    # Records --------------------------------------------------------------------------

    def _sittings(self, quizzes: Mapping[int, OldQuiz]) -> Iterator[OldSitting]:
        for row in self.tables["quiz.sitting"]:
            email = self.tables.people.get(_number(row.get("user")) or 0, "")
            if not email:
                self._lose("quiz.sitting", row, "Whose it is cannot be told.")
            elif _number(row.get("quiz")) not in quizzes:
                self._lose("quiz.sitting", row, "Its quiz cannot be carried.")
            else:
                left = _numbers(row.get("question_list"))
                answers = _answers(row.get("user_answers"))
                order = _numbers(row.get("question_order"))
                yield OldSitting(
                    number=row["pk"],
                    email=email.strip(),
                    quiz=row["quiz"],
                    questions=order or tuple(dict.fromkeys((*answers, *left))),
                    answers=answers,
                    wrong=frozenset(_numbers(row.get("incorrect_questions"))),
                    score=row["current_score"]
                    if isinstance(row.get("current_score"), int)
                    else 0,
                    is_complete=bool(row.get("complete")),
                    started_at=_moment(row.get("start")),
                    ended_at=_moment(row.get("end")),
                )

    def _progress(self, categories: Iterable[OldCategory]) -> Iterator[OldProgress]:
        # Progress names categories by their stored names.
        keys = {
            _text(row.get("category")).lower(): self._category(row["pk"])
            for row in self.tables["quiz.category"]
        }
        for row in self.tables["quiz.progress"]:
            email = self.tables.people.get(_number(row.get("user")) or 0, "")
            if not email:
                self._lose("quiz.progress", row, "Whose it is cannot be told.")
                continue
            parts = [part.strip() for part in _text(row.get("score")).split(",")]
            for name, score, possible in zip(
                parts[0::3], parts[1::3], parts[2::3], strict=False
            ):
                key = keys.get(name.lower())
                if not (score.isdecimal() and possible.isdecimal()) or key is None:
                    self._lose(
                        "quiz.progress",
                        row,
                        f"“{name[:60]}” is no category with a score.",
                        whole=False,
                    )
                elif 0 < int(possible) < 10**6 and int(score) <= int(possible):
                    yield OldProgress(email.strip(), key, int(score), int(possible))


def _text(value: Any) -> str:
    return value.replace("\x00", "").strip() if isinstance(value, str) else ""


def _number(value: Any) -> int | None:
    """Return the number of another row; None for what is none."""
    return value if isinstance(value, int) else None


def _numbers(value: Any) -> tuple[int, ...]:
    """Return the numbers of a list with commas, each once."""
    parts = _text(value).split(",")
    return tuple(
        dict.fromkeys(int(p) for p in parts if p.strip().isdecimal() and len(p) < 12)
    )


def _answers(value: Any) -> dict[int, str]:
    try:
        stored = json.loads(_text(value) or "{}")
    except (ValueError, RecursionError):
        return {}
    if not isinstance(stored, dict):
        return {}
    return {
        int(number): str(answer)
        for number, answer in stored.items()
        if number.isdecimal() and len(number) < 12 and answer is not None
    }


def _moment(value: Any) -> datetime.datetime | None:
    """Return a stored time; without a zone it is in UTC, as Django stores it."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.datetime.fromisoformat(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.UTC)
    return moment
