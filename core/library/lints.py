"""The lints of a client profile, as one list."""

from collections.abc import Callable, Iterator

from core.domain.profile import ClientProfile
from core.library import lint_gates, lint_lines, lint_secrets
from core.library.finding import Finding

RULES: tuple[Callable[[ClientProfile], Iterator[Finding]], ...] = (
    lint_secrets.leaked_secrets,
    lint_secrets.weak_stems,
    lint_secrets.shared_topics,
    lint_gates.nothing_early,
    lint_gates.never_opens,
    lint_gates.contradictory_bars,
    lint_gates.out_of_reach,
    lint_gates.thin_tiers,
    lint_gates.risk_facts,
    lint_lines.unspeakable,
    lint_lines.too_long,
    lint_lines.said_twice,
    lint_lines.long_gists,
    lint_lines.few_lines,
    lint_lines.false_denials,
)


def lint(profile: ClientProfile) -> tuple[Finding, ...]:
    return tuple(finding for rule in RULES for finding in rule(profile))


def blocks_publishing(profile: ClientProfile) -> tuple[Finding, ...]:
    return tuple(finding for finding in lint(profile) if finding.blocking)
