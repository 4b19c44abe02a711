"""Routes of the whitelist."""

from sibao.kernel.doors import door
from sibao.kernel.lists.page import list_view
from sibao.whitelist import services
from sibao.whitelist.web import (
    application_lists,
    applying,
    batches,
    chain,
    chain_lists,
    coverage,
    deciding,
    enrolment,
    list_rules,
    lists,
    providers,
)

app_name = "whitelist"
APPLY = "whitelist:application:"
ONE = "applications/<int:application_id>/"
urlpatterns = [
    door("units/<int:unit_id>/standard/", applying.self_check, may=f"{APPLY}read", name="self-check"),
    door("units/<int:unit_id>/apply/", applying.start, may=f"{APPLY}start", name="application-start"),
    door("applications/", list_view(application_lists.APPLICATIONS), may=f"{APPLY}read", name="applications"),
    door(ONE, deciding.application, may=f"{APPLY}read", name="application"),
    door(f"{ONE}fill/", applying.fill, may=f"{APPLY}fill", name="application-fill"),
    door(f"{ONE}withdraw/", applying.withdraw, may=f"{APPLY}withdraw", name="application-withdraw"),
    door(f"{ONE}decide/", deciding.decide, may=f"{APPLY}decide", name="application-decide"),
    door(f"{ONE}return/", deciding.give_back, may=f"{APPLY}return", name="application-return"),
    door(f"{ONE}override/", deciding.override, may=f"{APPLY}override", name="application-override"),
    door(f"{ONE}appeal/", applying.appeal, may="whitelist:appeal:lodge", name="appeal-lodge"),
    door("appeals/<int:appeal_id>/answer/", deciding.answer, may="whitelist:appeal:answer", name="appeal-answer"),
    door("", list_view(lists.LISTINGS), may="whitelist:listing:read", name="listings"),
    door("candidates/", list_view(lists.CANDIDATES), may="whitelist:batch:fill", name="candidates"),
    door("batches/", list_view(lists.BATCHES), may="whitelist:batch:read", name="batches"),
    door("batches/create/", batches.create, may="whitelist:batch:create", name="batch-create"),
    door("batches/<int:batch_id>/", batches.batch, may="whitelist:batch:read", name="batch"),
    door(
        "batches/<int:batch_id>/publicise/",
        batches.publicise,
        may="whitelist:batch:publicise",
        name="batch-publicise",
    ),
    door("batches/<int:batch_id>/publish/", batches.publish, may="whitelist:batch:publish", name="batch-publish"),
    door("batches/<int:batch_id>/withdraw/", batches.withdraw, may="whitelist:batch:withdraw", name="batch-withdraw"),
    door("batches/<int:batch_id>/drop/<int:unit_id>/", batches.drop, may="whitelist:batch:drop", name="batch-drop"),
    door("chain/", list_view(chain_lists.POINTS), may="whitelist:chain:read", name="points"),
    door("units/<int:unit_id>/chain/", chain.unit, may="whitelist:chain:read", name="unit-chain"),
    door("units/<int:unit_id>/admit/", chain.admit, may="whitelist:group:admit", name="admit"),
    door(
        "units/<int:unit_id>/providers/designate/",
        providers.designate,
        may="whitelist:provider:designate",
        name="provider-designate",
    ),
    door("providers/<int:provider_id>/end/", providers.end, may="whitelist:provider:end", name="provider-end"),
    door("enrolment/", enrolment.index, may="whitelist:enrolment:read", name="enrolment"),
    door("review/", enrolment.review, may="whitelist:enrolment:read", name="review"),
    door("enrolment/units/", enrolment.units, may="whitelist:enrolment:read", name="enrolment-units"),
    door("units/<int:unit_id>/outreach/", enrolment.ask, may="whitelist:outreach:record", name="outreach"),
    door("rules/", list_rules.index, may="whitelist:listing:read", name="rules"),
    door("rules/new/", list_rules.new, may="whitelist:rules:edit", name="rules-new"),
    door("rules/<int:rules_id>/", list_rules.version, may="whitelist:listing:read", name="rules-version"),
    door("rules/<int:rules_id>/edit/", list_rules.edit, may="whitelist:rules:edit", name="rules-edit"),
    door("rules/<int:rules_id>/publish/", list_rules.publish, may="whitelist:rules:publish", name="rules-publish"),
    door("rules/<int:rules_id>/withdraw/", list_rules.withdraw, may="whitelist:rules:withdraw", name="rules-withdraw"),
    door("coverage/", coverage.coverage, may="whitelist:coverage:read", name="coverage"),
    door("coverage/denominator/", coverage.denominator, may="whitelist:denominator:record", name="denominator"),
    door(
        "listings/<int:listing_id>/suspend/",
        coverage.change(services.suspend_listing, "暂停"),
        may="whitelist:listing:suspend",
        name="listing-suspend",
    ),
    door(
        "listings/<int:listing_id>/resume/",
        coverage.change(services.resume_listing, "恢复"),
        may="whitelist:listing:resume",
        name="listing-resume",
    ),
    door(
        "listings/<int:listing_id>/remove/",
        coverage.change(services.remove_listing, "移出"),
        may="whitelist:listing:remove",
        name="listing-remove",
    ),
]
