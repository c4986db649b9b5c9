"""What stages are called. A name is judged by its words, in each of the playbook's languages."""

import re
from collections.abc import Iterator, Mapping

from voronka.domain.playbook.compare import Spot
from voronka.domain.playbook.lint.remark import NamedByWhatWasDone, Remark, TellsNothing
from voronka.domain.playbook.model import Playbook, Text


def words_of(*patterns: str) -> re.Pattern[str]:
    """Any of these, as words of their own and in any case."""
    return re.compile("|".join(rf"\b(?:{pattern})\b" for pattern in patterns), re.IGNORECASE)


# Objections, thinking, doubts, silence, hanging, "in progress", "other": true of a deal anywhere.
_EMPTY: Mapping[str, re.Pattern[str]] = {
    "en": words_of(
        r"objections?", "thinks?", "thinking", "in thought", "doubts?", "doubting", "hesitat(?:es|ing|ion)",
        r"no (?:answer|reply|response)", "silen(?:t|ce)", "stuck", "hanging", "in (?:progress|work)", "other",
        "misc(?:ellaneous)?", "ignor(?:es|ing)",
    ),
    "ru": words_of(
        r"возражени\w*", r"дума(?:ет|ют|ем)", r"раздум\w*", r"сомнени\w*", r"сомнева\w*", r"колебл\w*",
        r"не отвечает", r"нет ответа", r"недозвон\w*", r"молч(?:ит|ат|ание)", r"завис\w*", r"в работе", r"проч(?:ее|ие)",
        r"разное", r"игнор\w*",
    ),
    "uk": words_of(
        r"заперечен\w*", r"дума(?:є|ють|ємо)", r"роздум\w*", r"сумнів\w*", r"сумніва\w*", r"вага(?:ється|ються|ння)",
        r"не відповідає", r"немає відповіді", r"недодзвон\w*", r"мовч(?:ить|ать|ання)", r"завис\w*", r"у роботі",
        r"в роботі", r"інш[еі]", r"різне", r"ігнор\w*",
    ),
    "id": words_of(
        r"keberatan", r"berpikir", r"pikir-pikir", r"mikir", r"ragu(?:-ragu)?", r"keraguan", r"tidak (?:menjawab|ada jawaban)",
        r"diam", r"macet", r"menggantung", r"(?:sedang )?diproses", r"dalam proses", r"lain-lain", r"lainnya", r"mengabaikan",
    ),
}  # fmt: skip

# A result at the name's end, or a verb in the past. The exceptions are nouns that only look so.
_DONE: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(
        r"\b(?:sent|held|made|done|paid|met|won|lost|given|taken|got|written|known|found|shown|told"
        r"|(?!need|speed|feed|seed|indeed)\w{2,}ed)$",
        re.IGNORECASE,
    ),
    "ru": re.compile(
        r"\b(?!замен|отмен|смен|перемен|измен|охран)\w{3,}(?:ен[оаы]|ан[оаы]|ят[оаы]|ыт[оаы])$"
        r"|\b\w{2,}(?:влен|чен|жен|шен|сан|лан|зван|ван)$"
        r"|\bсостоял(?:ся|ась|ось|ись)\b"
        r"|\b(?!детал|модел|недел|цел|медал|систел)\w{3,}(?:или|али|вели|ились|ались)$",
        re.IGNORECASE,
    ),
    "uk": re.compile(
        r"\b\w{3,}(?:ено|єно|ано|яно|ято|ито|уто)$|\b\w{3,}(?:аний|ений|єний)$|\bвідбу(?:вся|лася|лося|лися)\b"
        r"|\b(?!детал|модел)\w{3,}(?:или|али|вели|илися|алися)$",
        re.IGNORECASE,
    ),
    "id": re.compile(
        r"\b(?:sudah|telah)\b|\b(?:selesai|terkirim|terbayar|terlaksana|tercapai|terjawab"
        r"|di(?:kirim|bayar|tandatangani|terima|setujui|hubungi|lakukan|buat|sepakati|jawab|selesaikan))$",
        re.IGNORECASE,
    ),
}  # fmt: skip


# A longer name ends with such a word without being a result: make sure that they are satisfied.
_MOST_WORDS = 3


def tells_nothing(playbook: Playbook) -> Iterator[Remark]:
    """`Objections`, `Thinking` and the like say nothing of where the client is. Source: the methods, section 5, rule 8."""
    for spot, name in _names(playbook):
        language = _first_matching(name, _EMPTY)
        if language is not None:
            yield Remark(spot, TellsNothing(language))


def named_by_what_was_done(playbook: Playbook) -> Iterator[Remark]:
    """A status is not what was done but what should happen next. Source: the methods, section 1."""
    for spot, name in _names(playbook):
        short = {language: said for language, said in name.items() if len(said.split()) <= _MOST_WORDS}
        language = _first_matching(short, _DONE)
        if language is not None:
            yield Remark(spot, NamedByWhatWasDone(language))


def _names(playbook: Playbook) -> Iterator[tuple[Spot, Text]]:
    for pipeline in playbook.pipelines:
        for stage in pipeline.stages:
            yield Spot(pipeline.key, stage.key), stage.name


def _first_matching(name: Text, patterns: Mapping[str, re.Pattern[str]]) -> str | None:
    return next(
        (
            language
            for language, said in name.items()
            if language in patterns and patterns[language].search(said.strip())
        ),
        None,
    )
