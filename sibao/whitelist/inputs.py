"""Inputs of the whitelist's commands."""

from datetime import date, datetime
from typing import Annotated, Literal

from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, field_validator

from sibao.kernel.personal.inputs import Purposeful
from sibao.kernel.sheets.phones import read_phone
from sibao.kernel.sheets.text import compact, tidy
from sibao.kernel.sheets.words import Problem

Cleaned = AfterValidator(tidy)
Reason = Annotated[str, StringConstraints(min_length=2, max_length=200), Cleaned]
DocumentNumber = Annotated[str, StringConstraints(min_length=4, max_length=60), Cleaned]
MAX_UNITS = 5_000
MAX_GROUP = 60
MAX_ARTICLES = 60


def phone_number(text: str) -> str:
    """Return a phone number as it is kept.

    Raises:
        ValueError: it is none.
    """
    found = read_phone(compact(text))
    if isinstance(found, Problem):
        raise ValueError(_("电话应为 11 位手机号，或带区号的座机号"))
    return found


class Input(BaseModel):
    """Base of inputs: nothing unknown slips in."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CreateBatch(Input):
    """新建批次."""

    note: Annotated[str, StringConstraints(max_length=200), Cleaned] = ""


class FillBatch(Input):
    """把单位加入批次: units by id, each judged on its own."""

    batch_id: int
    unit_ids: Annotated[list[int], Field(min_length=1, max_length=MAX_UNITS)]


class AdmitGroup(Input):
    """整组加入批次: a key unit with those who must enter with it, as they were proposed; all or none."""

    batch_id: int
    unit_id: int
    unit_ids: Annotated[list[int], Field(min_length=1, max_length=MAX_GROUP)]


class DesignateProvider(Input):
    """指定保障服务单位: who provides a need, for one unit or for its whole sector, from when to when, and on what it rests."""

    provider_id: int
    customer_id: int
    whole_sector: bool = False
    need: Annotated[str, StringConstraints(min_length=1, max_length=40), Cleaned]
    started_on: date
    ended_on: date | None = None
    source: Annotated[str, StringConstraints(min_length=2, max_length=120), Cleaned]


class EndProvider(Input):
    """结束保障服务: the last day."""

    provider_id: int
    ended_on: date


class DropUnit(Input):
    """把单位撤出批次: a reason is needed once the batch is publicised."""

    batch_id: int
    unit_id: int
    reason: Reason


class PubliciseBatch(Input):
    """公示批次: document number and the end of the objection period (UTC)."""

    batch_id: int
    version: int
    number: DocumentNumber
    objection_until: datetime


class PublishBatch(Input):
    """发布批次: document number and date of the notice."""

    batch_id: int
    version: int
    number: DocumentNumber
    dated: date


class WithdrawBatch(Input):
    """撤回批次."""

    batch_id: int
    version: int
    reason: Reason


class ChangeListing(Input):
    """暂停、恢复或移出一条在册记录; `verdict_id` = suspended for the clauses that a kept verdict found unmet, not by hand."""

    listing_id: int
    version: int
    reason: Reason
    verdict_id: int | None = None


class RecordOutreach(Input):
    """记录联系: what a unit says when it is asked to apply, with its reason where it declines."""

    unit_id: int
    answer: Literal["willing", "declined", "unreached"]
    note: Annotated[str, StringConstraints(max_length=200), Cleaned] = ""


class AssignOutreach(Input):
    """派发联系任务: what each town has to ask is worked out, not given."""


class RecordDenominator(Input):
    """登记分母: the whole sector's value in the measure's base unit, with year and source."""

    sector_id: int
    year: Annotated[int, Field(ge=2000, le=2100)]
    value: Annotated[int, Field(gt=0, le=10**18)]
    source: Annotated[str, StringConstraints(min_length=4, max_length=200), Cleaned]
    invented: bool = False


class ArticleRow(Input):
    """One article of the rules of the list."""

    heading: Annotated[str, StringConstraints(min_length=2, max_length=60), Cleaned]
    text: Annotated[str, StringConstraints(min_length=2, max_length=4_000, strip_whitespace=True)]


class ListRulesContent(Input):
    """What the rules of the list say; no heading twice, for versions are compared by it."""

    title: Annotated[str, StringConstraints(min_length=4, max_length=80), Cleaned]
    title_en: Annotated[str, StringConstraints(max_length=160), Cleaned] = ""
    articles: Annotated[list[ArticleRow], Field(min_length=1, max_length=MAX_ARTICLES)]
    publicity_days: Annotated[int, Field(ge=1, le=60)]

    @field_validator("articles")
    @classmethod
    def _each_once(cls, articles: list[ArticleRow]) -> list[ArticleRow]:
        headings = [one.heading for one in articles]
        twice = next((one for one in headings if headings.count(one) > 1), None)
        if twice:
            raise ValueError(_("“%(heading)s”出现了两次，每条的标题要不同") % {"heading": twice})
        return articles


class EditListRules(ListRulesContent):
    """起草或修改管理办法; a draft that is there is changed with the version that was seen."""

    rules_id: int | None = None
    version: int | None = None


class PublishListRules(Input):
    """公布管理办法."""

    rules_id: int
    version: int


class WithdrawListRules(Input):
    """作废管理办法草稿."""

    rules_id: int
    version: int
    reason: Reason


class CiteRow(BaseModel):
    """Which document and article a row comes from."""

    document: str
    article: str


class TargetRow(BaseModel):
    """What the notice asks for by a day."""

    key: str
    zh: str
    due: date
    of: Literal["", "sector", "total"] = ""
    threshold: int | None = None
    strict: bool = False
    cite: CiteRow


class ApplicationRow(BaseModel):
    """What is laid down for applications: days to wait after a refusal or a removal before applying again."""

    cooling_days: Annotated[int, Field(ge=0, le=365)] = 30
    cite: CiteRow | None = None


class WhitelistPack(BaseModel):
    """A place's pack as far as the whitelist is concerned."""

    targets: list[TargetRow]
    list_rules: ListRulesContent | None = None
    application: ApplicationRow = ApplicationRow()


class StartApplication(Input):
    """开始申报: a unit begins a draft in its sector."""

    unit_id: int


class FillApplication(Input):
    """填写申报: all that the form asks for; who is to be asked, by the duty of one of the unit's contacts, empty = who hands it in."""

    application_id: int
    version: int
    contact: Annotated[str, StringConstraints(max_length=40)] = ""
    statement: Annotated[str, StringConstraints(max_length=500), Cleaned] = ""


class SubmitApplication(FillApplication):
    """提交申报: with the declaration that it is true."""

    declared: bool = False


class OneApplication(Input):
    """一份申报, in the version that was seen."""

    application_id: int
    version: int


class DecideApplication(OneApplication):
    """审核申报: `seen` = the proof of what the unit says of itself has been looked at."""

    seen: bool = False


class ReasonedApplication(OneApplication):
    """退回、撤回申报: with a reason."""

    reason: Reason


class OverrideApplication(OneApplication):
    """例外决定: in or out in spite of the verdict, with the reason that stays with it for ever."""

    outcome: Literal["admit", "bar"]
    reason: Annotated[str, StringConstraints(min_length=10, max_length=300), Cleaned]


class LodgeAppeal(Input):
    """申诉: why the refusal is wrong."""

    application_id: int
    reason: Annotated[str, StringConstraints(min_length=10, max_length=500), Cleaned]


class AnswerAppeal(Input):
    """答复申诉: whether it holds, and why."""

    appeal_id: int
    version: int
    outcome: Literal["uphold", "dismiss"]
    answer: Annotated[str, StringConstraints(min_length=10, max_length=500), Cleaned]


class RenewProposals(Input):
    """重新提议: judge again the units that a change touched, all of the sectors whose standard changed, or everyone."""

    unit_ids: list[int] | None = None
    sectors: list[str] | None = None


Outcome = Literal["batch", "invite", "remove", "suspend", "resume"]


class AcceptProposal(Input):
    """采纳提议: what is made of it; a draft batch where the unit goes into one."""

    proposal_id: int
    version: int
    outcome: Outcome
    batch_id: int | None = None


class DeclineProposal(Input):
    """不采纳提议, with the reason."""

    proposal_id: int
    version: int
    reason: Reason


class RecheckApplications(Input):
    """重新审核: accepted applications of the units that a change touched, of the sectors whose standard changed, or all."""

    unit_ids: list[int] | None = None
    sectors: list[str] | None = None


class RecordObjection(Input):
    """记录异议: who objects, by name and phone, to which unit of a publicised batch, and why."""

    batch_id: int
    unit_id: int
    name: Annotated[str, StringConstraints(min_length=2, max_length=40), Cleaned]
    phone: Annotated[str, AfterValidator(phone_number)]
    matter: Annotated[str, StringConstraints(min_length=10, max_length=500), Cleaned]


class RevealObjector(Purposeful):
    """显示异议提出人, 附用途."""

    objection_id: int


class AnswerObjection(Input):
    """答复异议: whether it holds, and why; the answer is public."""

    objection_id: int
    version: int
    outcome: Literal["uphold", "dismiss"]
    answer: Annotated[str, StringConstraints(min_length=10, max_length=500), Cleaned]
