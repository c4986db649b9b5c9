"""What a message says, by each channel, in its reader's language and by their clock. Nothing is sent here."""

import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from voronka.connectors.mail import Mail
from voronka.domain.notices import KINDS, Channel
from voronka.queries.notice_links import off_token
from voronka.queries.notice_words import NoticeWords, words_of
from voronka.queries.notices import NoticeLine, Outgoing, Reader

# A telephone shows a few lines; whoever wants all of them opens the page.
_PUSH_LINES, _CHAT_LINES = 4, 15
_PUSH_LENGTH = 400

_HTML = Markup(
    '<!doctype html><html lang="{language}"><body style="margin:0;padding:24px;background:#f4f4f2;'
    'font:15px/22px -apple-system,Segoe UI,Roboto,sans-serif;color:#1d1d1b">'
    '<div style="max-width:560px;margin:0 auto;background:#fff;border-radius:10px;padding:20px 24px">{inside}</div>'
    '<p style="max-width:560px;margin:14px auto 0;color:#6b6b66;font-size:13px;line-height:19px">{foot}</p>'
    "</body></html>"
)
_ITEM = Markup('<div style="margin:0 0 16px"><div style="font-weight:600">{title}</div>{detail}{link}</div>')
_DETAIL = Markup('<div style="color:#55554f;white-space:pre-line">{}</div>')
_LINK = Markup('<div><a href="{url}" style="color:#2f5bd0">{words}</a></div>')
_FOOT_LINK = Markup('<a href="{url}" style="color:#6b6b66">{words}</a>')


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a browser shows. `url`: where a click leads, on our own origin."""

    title: str
    body: str
    url: str

    def told(self, tag: str) -> dict[str, str]:
        """As the service worker reads it; the same `tag` takes the place of what is shown already."""
        return {"title": self.title, "body": self.body, "url": self.url, "tag": tag}


def mail_of(message: Outgoing, site: str) -> Mail:
    """The message as a mail. `site`: where the product is opened; empty: the mail has no links."""
    with _as_read_by(message.reader):
        words = [words_of(line) for line in message.lines]
        inside, plain = _body(message, words, site)
        foot = (
            [(f"{site}{reverse('notice-choices')}", _("Choose what you are told, and how"))] if site else []
        )
        foot_text = "".join(f"\n\n--\n{label}: {url}" for url, label in foot)
        foot_html = Markup("").join(_FOOT_LINK.format(url=url, words=label) for url, label in foot)
        return Mail(
            to=message.reader.email,
            to_name=message.reader.name,
            subject=_subject(words),
            text=plain + foot_text + "\n",
            html=str(_HTML.format(language=message.reader.language, inside=inside, foot=foot_html)),
            language=message.reader.language,
            id=f"notice-{message.token}",
            at=message.made_at,
            off_url=f"{site}{reverse('notice-off', args=[_off(message)])}" if site else "",
        )


def _off(message: Outgoing) -> str:
    return off_token(message.reader.id, [line.kind for line in message.lines], Channel.MAIL)


def _body(message: Outgoing, words: list[NoticeWords], site: str) -> tuple[Markup, str]:
    """As HTML and as plain text. A letter brings its own."""
    first = message.lines[0]
    if KINDS[first.kind].is_letter:
        # Whoever rendered the letter has escaped what people wrote in it.
        return Markup(str(first.payload.get("html", ""))), str(first.payload.get("text", ""))  # noqa: S704 - ours
    pairs = list(zip(message.lines, words, strict=True))
    html = Markup("").join(_item(line, said, site) for line, said in pairs)
    return html, "\n\n".join(_lines(line, said, site) for line, said in pairs)


def _item(line: NoticeLine, said: NoticeWords, site: str) -> Markup:
    return _ITEM.format(
        title=said.title,
        detail=_DETAIL.format(said.detail) if said.detail else "",
        link=_LINK.format(url=_url(line, site), words=_("Open")) if site else "",
    )


def _lines(line: NoticeLine, said: NoticeWords, site: str) -> str:
    return "\n".join(part for part in (said.title, said.detail, _url(line, site)) if part)


def _url(line: NoticeLine, site: str) -> str:
    return f"{site}{reverse('notice', args=[line.id])}" if site else ""


def _subject(words: list[NoticeWords]) -> str:
    if len(words) == 1:
        return words[0].title
    others = len(words) - 1
    told = {"first": words[0].title, "num": others}
    return ngettext("%(first)s – and %(num)s more", "%(first)s – and %(num)s more", others) % told


def push_of(message: Outgoing) -> Pushed:
    """The message as a browser shows it."""
    with _as_read_by(message.reader):
        words = [words_of(line) for line in message.lines]
        if len(words) == 1:
            return Pushed(
                words[0].title, words[0].detail[:_PUSH_LENGTH], reverse("notice", args=[message.lines[0].id])
            )
        title = ngettext("%(num)s notice", "%(num)s notices", len(words)) % {"num": len(words)}
        shown = "\n".join(said.title for said in words[-_PUSH_LINES:])
        return Pushed(title, shown[:_PUSH_LENGTH], reverse("notices"))


def chat_text_of(message: Outgoing, site: str) -> str:
    """The message as a chat shows it."""
    with _as_read_by(message.reader):
        pairs = [(line, words_of(line)) for line in message.lines]
        shown = [_lines(line, said, site) for line, said in pairs[:_CHAT_LINES]]
        left = len(pairs) - len(shown)
        if left:
            shown.append(ngettext("… and %(num)s more", "… and %(num)s more", left) % {"num": left})
        return "\n\n".join(shown)


def plain_html(text: str) -> str:
    """A text as HTML that shows it as it was written."""
    return str(
        Markup('<!doctype html><html><body><div style="white-space:pre-line">{}</div></body></html>').format(
            text
        )
    )


def trial_mail(language: str) -> tuple[str, str]:
    """Subject and text of the mail that an administrator asked for to see whether mail works."""
    with translation.override(language):
        return _("Voronka can send mail"), _(
            "You asked for this mail in the settings. Its arrival is all it has to say."
        )


@contextmanager
def _as_read_by(reader: Reader) -> Iterator[None]:
    with translation.override(reader.language), timezone.override(zoneinfo.ZoneInfo(reader.time_zone)):
        yield
