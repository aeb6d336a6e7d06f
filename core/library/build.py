"""Plain data to a profile and back; the data has passed the schema."""

import json
from dataclasses import asdict, fields

from core.domain.gate import After, Asked, Gate
from core.domain.jsonvalue import Json, JsonReader, digest
from core.domain.profile import (
    Between,
    ChangeStage,
    ClientProfile,
    DemoLines,
    Dynamics,
    Fact,
    Formulation,
    Identity,
    Mandate,
    Resistance,
    ResistanceStyle,
    RiskLevel,
    Safety,
    Setting,
    Stage,
    Status,
    Style,
    Telling,
    Voice,
    Weights,
)

_IDENTITY_TEXTS = (
    "name",
    "pronouns",
    "gender",
    "ethnicity",
    "household",
    "occupation",
    "background",
)
_FIVE = ("presenting", "predisposing", "precipitating", "perpetuating", "protective")


def build(data: Json) -> ClientProfile:
    top = JsonReader(data)
    extensions = top.child("extensions").value
    bare = ClientProfile(
        id=top.text("id"),
        version=top.whole("version"),
        status=Status(top.text("status")),
        language=top.text("language"),
        licence=top.text("licence"),
        authors=top.texts("authors"),
        tags=top.texts("tags"),
        difficulty=top.whole("difficulty"),
        brief=top.text("brief").strip(),
        objectives=top.texts("objectives"),
        content_warnings=top.texts("content_warnings"),
        identity=_identity(top.child("identity")),
        setting=_setting(top.child("setting")),
        presenting_problem=top.text("presenting_problem").strip(),
        opening=top.texts("opening"),
        voice=_voice(top.child("voice")),
        bounds=top.texts("bounds"),
        stage=_stage(top.child("stage")),
        resistance=_resistance(top.child("resistance")),
        dynamics=_dynamics(top.child("dynamics")),
        facts=tuple(_fact(fact) for fact in top.children("facts")),
        demo=_demo(top.child("demo")),
        formulation=_formulation(top.child("formulation")),
        between=tuple(_between(entry) for entry in top.children("between")),
        safety=_safety(top.child("safety")),
        extensions=json.dumps(extensions, ensure_ascii=False),
    )
    return _sealed(bare)


def unbuild(profile: ClientProfile) -> dict[str, Json]:
    """The profile as JSON data, without its hash; `build` gives it back."""
    data: dict[str, Json] = json.loads(json.dumps(asdict(profile)))
    del data["sha256"]
    data["extensions"] = json.loads(profile.extensions)
    for fact in JsonReader(data).children("facts"):
        gate = fact.child("gate").value
        if gate["direct"] is None:
            del gate["direct"]
    return data


def _sealed(profile: ClientProfile) -> ClientProfile:
    values = {item.name: getattr(profile, item.name) for item in fields(profile)}
    return ClientProfile(**{**values, "sha256": digest(unbuild(profile))})


def _identity(data: JsonReader) -> Identity:
    return Identity(age=data.whole("age"), **{key: data.text(key) for key in _IDENTITY_TEXTS})


def _setting(data: JsonReader) -> Setting:
    return Setting(data.text("agency"), data.text("referral"), Mandate(data.text("mandate")))


def _voice(data: JsonReader) -> Voice:
    least, most = data.wholes("chars_target")
    return Voice(
        style=Style(data.text("style")),
        traits=data.texts("traits"),
        communication_style=data.text("communication_style"),
        quirks=data.texts("quirks"),
        sentences_max=data.whole("sentences_max"),
        chars_target=(least, most),
    )


def _stage(data: JsonReader) -> ChangeStage:
    return ChangeStage(data.text("target"), Stage(data.text("value")))


def _resistance(data: JsonReader) -> Resistance:
    style = ResistanceStyle(data.text("style"))
    return Resistance(data.whole("quantity"), data.texts("content"), style)


def _dynamics(data: JsonReader) -> Dynamics:
    usual = Dynamics()
    weights = data.child("weights")
    return Dynamics(
        baseline=data.whole("baseline", usual.baseline),
        decay=data.whole("decay", usual.decay),
        weights=Weights(**{key: weights.whole(key) for key in weights.value}),
        carry=data.whole("carry", usual.carry),
    )


def _fact(data: JsonReader) -> Fact:
    return Fact(
        id=data.text("id"),
        title=data.text("title"),
        topics=data.texts("topics"),
        gate=_gate(data.child("gate")),
        risk=data.flag("risk"),
        tender=data.flag("tender"),
        weight=data.whole("weight", 1),
        secrets=data.texts("secrets"),
        cover=_telling(data.child("cover")),
        hint=_telling(data.child("hint")),
        open=_telling(data.child("open")),
        elaborations=data.texts("elaborations"),
    )


def _gate(data: JsonReader) -> Gate:
    return Gate(
        openness=data.whole("openness"),
        needs=data.texts("needs"),
        asked=Asked(data.text("asked", Asked.ANY)),
        after=After(data.text("after", After.NONE)),
        min_turn=data.whole("min_turn", 0),
        min_session=data.whole("min_session", 0),
        direct=data.whole("direct") if "direct" in data.value else None,
    )


def _telling(data: JsonReader) -> Telling:
    return Telling(data.text("gist").strip(), data.texts("lines"))


def _demo(data: JsonReader) -> DemoLines:
    return DemoLines(**{item.name: data.texts(item.name) for item in fields(DemoLines)})


def _formulation(data: JsonReader) -> Formulation:
    return Formulation(
        **{key: data.text(key) for key in _FIVE},
        core_beliefs=data.texts("core_beliefs"),
        intermediate_beliefs=data.texts("intermediate_beliefs"),
        coping=data.texts("coping"),
    )


def _between(data: JsonReader) -> Between:
    return Between(
        after_session=data.whole("after_session"),
        text=data.text("text").strip(),
        opens=data.texts("opens"),
        shift=data.whole("shift", 0),
    )


def _safety(data: JsonReader) -> Safety:
    return Safety(RiskLevel(data.text("risk_level")), data.flag("opt_in"))
