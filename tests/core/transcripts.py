"""Transcripts for tests: one by hand, and generated ones in every script, hostile included."""

import os
import random

from core.domain.curve import Curve, CurveMark
from core.domain.reply import Heading, Note, Prose, Row, Rows, Speech, Table
from core.domain.session import Role
from core.export.transcript import Line, Transcript

FULL = os.environ.get("VC_SWEEP") == "full"
BEGAN_MS = 1_790_000_000_000
HOSTILE = (
    "",
    " ",
    "=1+1",
    "  @SUM(A1)",
    "＝cmd",
    "'quoted",
    "<script>alert(1)</script> <b> <img src=x onerror=1>",
    "[link](javascript:alert(1)) ![image](http://example.org/x.png) <https://example.org>",
    "# heading\n- list\n1. one\n> quote\n\n    code\n```\nfence\n```\n***\n___\na\n===\n---",
    "*a* _b_ **c** ~~d~~ `e` \\*f\\* &amp; &lt; &#35; | g |",
    '#eval(1) #read("/etc/passwd") $x^2$ @ref <label> // comment /* x */ \\u{1F600}',
    "https://example.org/a_b_c www.example.org someone@example.org",
    "nul\x00 bell\x07 escape\x1b[31m vertical\x0b c1\x85\x9b",
    "lone \ud800 high, \udfff low",
    "noncharacters \ufffe\uffff\ufdd0\U0001ffff",
    "override \u202eabc\u202c isolate \u2067xyz\u2069",
    "line\r\nline\rline\n\n\n  line  \n\tlast\t",
    "\u2028line\u2029paragraph\u00a0blank\u3000wide",
    "👩‍👩‍👧‍👦 👍🏽 🇵🇹 ☕️",
    "e\u0301" * 40 + "\u0300" * 60,
    "مرحبا بالعالم، كيف حالك؟",
    "שלום עולם, מה שלומך?",
    "你好，世界。今天怎么样？ ごきげんよう 안녕하세요",
    "Tiếng Việt có dấu. Zażółć gęślą jaźń. Ünïcödé ﬁn",
    "x" * 300,
    "<script\n<pre\n<!doctype\n<div\n",
    "]]> --> <!-- <?xml ?> <![CDATA[ &bogus;",
)


def random_text(rng: random.Random) -> str:
    """Pieces of the hostile texts, and any characters at all."""
    parts = []
    for _ in range(rng.randint(1, 4)):
        if rng.random() < 0.5:
            parts.append(rng.choice(HOSTILE))
        else:
            top = rng.choice((0x7F, 0x2FF, 0xFFFF, 0x10FFFF))
            parts.append("".join(chr(rng.randint(0, top)) for _ in range(rng.randint(0, 30))))
    return rng.choice(("", " ", "\n", "*", "\\")).join(parts)


def transcript(*texts: str, name: str = "María Santos") -> Transcript:
    roles = (Role.CLIENT, Role.STUDENT)
    lines = tuple(
        Line(seq, seq // 2, roles[seq % 2], name if seq % 2 else "Ruth", text, BEGAN_MS + seq)
        for seq, text in enumerate(texts, start=1)
    )
    return Transcript(
        session_id="s-1",
        title="Interview with Ruth",
        section="Social Work 510",
        section_code="SW510",
        assignment="First interview",
        attempt=1,
        client="Ruth Friesen",
        client_version=3,
        student=name,
        start_ms=BEGAN_MS,
        end_ms=BEGAN_MS + 1_800_000,
        zone="America/New_York",
        engine="demo client (scripted, no AI)",
        lines=lines,
    )


def generated_transcript(seed: int) -> Transcript:
    """Every text field random, every kind of block, a curve, lines out of role."""
    rng = random.Random(seed)

    def text() -> str:
        return random_text(rng)

    roles = list(Role)
    lines = tuple(
        Line(seq, seq // 2, rng.choice(roles), text(), text(), BEGAN_MS + seq * 1000)
        for seq in range(1, rng.randint(1, 12))
    )
    points = tuple((turn, rng.randint(0, 1000)) for turn in range(1, rng.randint(1, 9)))
    marks = tuple(CurveMark(turn, "opened", text()) for turn, _ in points if rng.random() < 0.4)
    cells = tuple((text(), text()) for _ in range(2))
    return Transcript(
        session_id=text(),
        title=text(),
        section=text(),
        section_code=text(),
        assignment=text(),
        attempt=rng.choice((None, 1, 12)),
        client=text(),
        client_version=1,
        student=text(),
        start_ms=BEGAN_MS,
        end_ms=rng.choice((None, BEGAN_MS + 60_000)),
        zone=rng.choice(("UTC", "Asia/Kathmandu", "America/New_York")),
        engine=text(),
        lines=lines,
        report=(
            Heading(text()),
            Prose(text()),
            Note(text()),
            Speech(text(), text(), text()),
            Rows((Row(text(), text()),)),
            Table((text(), text()), cells),
        ),
        report_data=text(),
        grade_data=text(),
        curve=rng.choice((None, Curve(text(), rng.randint(0, 1000), points, marks))),
    )
