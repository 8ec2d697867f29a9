"""Who gets in at every address of the system: the table that tests/test_access.py holds the code to.

An address goes by the name of its URL, and by its route where it has no name. A new address fails the test until it
stands here: decide who may open it. Where an address only takes POST, it is asked with POST.
"""

from dataclasses import dataclass

REVIEWER = "management_reviewer"
OFFICER = "travel_officer"
FOCAL = "focal_point"
COORDINATOR = "ems_coordinator"
AUDITOR = "auditor"
ADMINISTRATOR = "administrator"
NO_ROLE = "no role"
ANONYMOUS = "anonymous"

HOLDERS = frozenset({REVIEWER, OFFICER, FOCAL, COORDINATOR, AUDITOR, ADMINISTRATOR})
SIGNED_IN = HOLDERS | {NO_ROLE}
EVERYBODY = SIGNED_IN | {ANONYMOUS}
NOBODY: frozenset[str] = frozenset()

YEAR_READERS = HOLDERS - {ADMINISTRATOR}
YEAR_EXPORTERS = frozenset({REVIEWER, OFFICER, FOCAL, AUDITOR})
LEG_READERS = frozenset({REVIEWER, OFFICER, FOCAL, AUDITOR})
BATCH_READERS = frozenset({OFFICER, FOCAL, AUDITOR})
CONTROL_READERS = frozenset({REVIEWER, FOCAL, COORDINATOR, AUDITOR})
RETURN_READERS = frozenset({REVIEWER, FOCAL, COORDINATOR, AUDITOR})
ACTIVITY_EDITORS = frozenset({FOCAL, COORDINATOR})
BOUNDARY_EDITORS = frozenset({FOCAL, COORDINATOR, ADMINISTRATOR})
EVENT_READERS = frozenset({AUDITOR, ADMINISTRATOR})
TRAVEL_OFFICERS = frozenset({OFFICER})
PEOPLE_MANAGERS = frozenset({ADMINISTRATOR})


@dataclass(frozen=True)
class Access:
    who: frozenset[str]
    method: str = "GET"


def _boundary() -> dict[str, Access]:
    table = {
        "ems:sites_page": Access(HOLDERS),
        "ems:terms_begin": Access(BOUNDARY_EDITORS),
        "ems:terms_take_back": Access(BOUNDARY_EDITORS, "POST"),
        "ems:equipment_page": Access(HOLDERS),
        "ems:evidence_page": Access(HOLDERS),
        "ems:evidence_file": Access(HOLDERS),
    }
    listed = ("units", "sites", "terms", "personnel", "rules", "coverage")
    registers = ("equipment", "refrigerant_events", "stocks", "vehicles", "meters", "evidence")
    for kind in (*listed, *registers):
        table |= {
            f"ems:{kind}": Access(HOLDERS),
            f"ems:{kind}_export": Access(HOLDERS),
            f"ems:{kind}_change": Access(BOUNDARY_EDITORS),
        }
        if kind not in ("terms", "refrigerant_events"):  # these are added on the page of what they belong to
            table[f"ems:{kind}_add"] = Access(BOUNDARY_EDITORS)
        if kind in (*registers, "coverage"):
            table[f"ems:{kind}_remove"] = Access(BOUNDARY_EDITORS)
    return table


def _administered(
    model: str, see: frozenset[str], write: frozenset[str], *, imported: bool = False
) -> dict[str, Access]:
    """Pages of one model in the administration. Nothing is ever deleted there."""
    table = {
        f"admin:{model}_changelist": Access(see),
        f"admin:{model}_change": Access(see),
        f"admin:{model}_history": Access(see),
        f"admin:{model}_add": Access(write),
        f"admin:{model}_delete": Access(NOBODY),
        # Leads to the page of the object, which asks again.
        f"administration/{model.replace('_', '/')}/<path:object_id>/": Access(BOUNDARY_EDITORS),
    }
    if imported:
        table[f"admin:{model}_import"] = Access(write)
        table[f"admin:{model}_process_import"] = Access(write, "POST")
    return table


def _activity() -> dict[str, Access]:
    table = {
        "annual_return:activity": Access(RETURN_READERS),
        "annual_return:activity_kind": Access(RETURN_READERS),
        "annual_return:activity_hints": Access(ACTIVITY_EDITORS),
        "annual_return:activity_copy": Access(ACTIVITY_EDITORS, "POST"),
        "annual_return:activity_estimate": Access(ACTIVITY_EDITORS, "POST"),
        "annual_return:activity_take_back": Access(ACTIVITY_EDITORS, "POST"),
        "annual_return:activity_row": Access(RETURN_READERS),
        "annual_return:activity_import": Access(ACTIVITY_EDITORS),
        "annual_return:activity_check": Access(ACTIVITY_EDITORS),
        "annual_return:activity_confirm": Access(ACTIVITY_EDITORS, "POST"),
        "annual_return:activity_refused": Access(ACTIVITY_EDITORS),
        "annual_return:activity_template": Access(ACTIVITY_EDITORS),
        "annual_return:readings": Access(RETURN_READERS),
        "annual_return:readings_export": Access(RETURN_READERS),
        "annual_return:reading": Access(RETURN_READERS),
        "annual_return:reading_delete": Access(ACTIVITY_EDITORS, "POST"),
    }
    for several, one in (("suppliers", "supplier"), ("offsets", "offset")):
        table |= {
            f"annual_return:{several}": Access(RETURN_READERS),
            f"annual_return:{several}_export": Access(RETURN_READERS),
            f"annual_return:{one}": Access(RETURN_READERS),
            f"annual_return:{one}_add": Access(ACTIVITY_EDITORS),
            f"annual_return:{one}_delete": Access(ACTIVITY_EDITORS),
        }
    return table


def _returns() -> dict[str, Access]:
    """The state of a year's return: pages to read, and acts by what a role does with the whole return."""
    prepares = ("open_return", "return_terms", "hand_over", "record_published", "add_published_figure",
                "explain_difference", "correct_published_figure", "record_query", "answer_query", "base_year_policy",
                "published_history")  # fmt: skip
    reads = ("year", "questions", "section_answers", "section_owners", "variance", "omissions", "unep", "versions",
             "version", "verify", "trend")  # fmt: skip
    acts = {
        **dict.fromkeys(("start_collection", "send_to_review", "submit", "begin_restatement", "sign_restatement",
                         "give_reason", "remove_omission"), frozenset({FOCAL})),
        **dict.fromkeys(("review", "send_back", "give_up_restatement"), frozenset({FOCAL, REVIEWER})),
        **dict.fromkeys(("approve", "withdraw_approval", "restate"), frozenset({REVIEWER})),
    }  # fmt: skip
    return {
        **{f"annual_return:{name}": Access(frozenset({FOCAL})) for name in prepares},
        **{f"annual_return:{name}": Access(RETURN_READERS) for name in reads},
        **{f"annual_return:{name}": Access(who, "POST") for name, who in acts.items()},
    }


TABLE: dict[str, Access] = {
    "home": Access(SIGNED_IN),
    "healthz": Access(EVERYBODY),
    "readyz": Access(EVERYBODY),
    "styleguide": Access(SIGNED_IN),
    # Signing in, and one's own account.
    "account_login": Access(EVERYBODY),
    "account_logout": Access(SIGNED_IN),
    "account_inactive": Access(EVERYBODY),
    "account_signup": Access(EVERYBODY),  # answers that it is closed
    "account_reauthenticate": Access(SIGNED_IN),
    "account_email": Access(SIGNED_IN),
    "account_email_verification_sent": Access(EVERYBODY),
    "account_confirm_email": Access(EVERYBODY),
    "account_change_password": Access(SIGNED_IN),
    "account_set_password": Access(SIGNED_IN),
    "account_reset_password": Access(EVERYBODY),
    "account_reset_password_done": Access(EVERYBODY),
    "account_reset_password_from_key": Access(EVERYBODY),
    "account_reset_password_from_key_done": Access(EVERYBODY),
    "account_confirm_login_code": Access(SIGNED_IN),
    "mfa_index": Access(SIGNED_IN),
    "mfa_authenticate": Access(SIGNED_IN),
    "mfa_reauthenticate": Access(SIGNED_IN),
    "mfa_activate_totp": Access(SIGNED_IN),
    "mfa_deactivate_totp": Access(SIGNED_IN),
    "mfa_view_recovery_codes": Access(SIGNED_IN),
    "mfa_generate_recovery_codes": Access(SIGNED_IN),
    "mfa_download_recovery_codes": Access(SIGNED_IN),
    "socialaccount_login_cancelled": Access(EVERYBODY),
    "socialaccount_login_error": Access(SIGNED_IN),
    "socialaccount_signup": Access(NOBODY),
    "socialaccount_connections": Access(SIGNED_IN),
    "accounts/social/login/cancelled/": Access(SIGNED_IN),
    "accounts/social/login/error/": Access(SIGNED_IN),
    "accounts/social/signup/": Access(SIGNED_IN),
    "accounts/social/connections/": Access(SIGNED_IN),
    # People.
    "people:list": Access(PEOPLE_MANAGERS),
    "people:export": Access(PEOPLE_MANAGERS),
    "people:give_role": Access(PEOPLE_MANAGERS),
    "people:end_role": Access(PEOPLE_MANAGERS),
    **_activity(),
    **_returns(),
    # Travel.
    "travel:overview": Access(LEG_READERS),
    "travel:under_way": Access(BATCH_READERS),
    "travel:batches": Access(BATCH_READERS),
    "travel:batches_export": Access(BATCH_READERS),
    "travel:upload": Access(TRAVEL_OFFICERS),
    "travel:template_csv": Access(TRAVEL_OFFICERS),
    "travel:batch": Access(BATCH_READERS),
    "travel:batch_progress": Access(BATCH_READERS),
    "travel:columns": Access(BATCH_READERS),
    "travel:check": Access(BATCH_READERS),
    "travel:result": Access(BATCH_READERS),
    "travel:policy": Access(TRAVEL_OFFICERS, "POST"),
    "travel:change_reading": Access(TRAVEL_OFFICERS, "POST"),
    "travel:confirm": Access(TRAVEL_OFFICERS, "POST"),
    "travel:discard": Access(TRAVEL_OFFICERS, "POST"),
    "travel:undo": Access(TRAVEL_OFFICERS),
    "travel:batch_rows": Access(BATCH_READERS),
    "travel:rejected_rows": Access(TRAVEL_OFFICERS),  # as they came, with names
    "travel:rows_csv": Access(BATCH_READERS),
    "travel:report_json": Access(BATCH_READERS),
    "travel:batch_questions": Access(BATCH_READERS),
    "travel:questions": Access(BATCH_READERS),
    "travel:questions_progress": Access(BATCH_READERS),
    "travel:answers": Access(BATCH_READERS),
    "travel:answers_export": Access(BATCH_READERS),
    "travel:retract": Access(TRAVEL_OFFICERS, "POST"),
    "travel:batch_figures": Access(BATCH_READERS),
    "travel:batch_figures_export": Access(BATCH_READERS),
    "travel:figures": Access(BATCH_READERS),
    "travel:figures_export": Access(BATCH_READERS),
    "travel:official": Access(BATCH_READERS),
    "travel:official_input": Access(BATCH_READERS),
    "travel:load_official": Access(TRAVEL_OFFICERS, "POST"),
    "travel:official_loads": Access(BATCH_READERS),
    "travel:official_loads_export": Access(BATCH_READERS),
    "travel:official_load": Access(BATCH_READERS),
    "travel:official_rows": Access(BATCH_READERS),
    "travel:confirm_official": Access(TRAVEL_OFFICERS, "POST"),
    "travel:discard_official": Access(TRAVEL_OFFICERS, "POST"),
    "travel:apply_official": Access(TRAVEL_OFFICERS, "POST"),
    "travel:undo_official": Access(TRAVEL_OFFICERS, "POST"),
    "travel:credits": Access(BATCH_READERS),
    "travel:credits_export": Access(BATCH_READERS),
    "travel:legs": Access(LEG_READERS),
    "travel:legs_export": Access(LEG_READERS),
    "travel:leg": Access(LEG_READERS),
    "travel:row": Access(LEG_READERS),
    "travel:unassigned": Access(LEG_READERS),
    "travel:unassigned_export": Access(LEG_READERS),
    "travel:assign": Access(TRAVEL_OFFICERS, "POST"),
    "travel:assignments": Access(BATCH_READERS),
    "travel:assignments_export": Access(BATCH_READERS),
    "travel:assignment": Access(BATCH_READERS),
    "travel:undo_assignment": Access(TRAVEL_OFFICERS, "POST"),
    "travel:assign_otherwise": Access(TRAVEL_OFFICERS, "POST"),
    "travel:new_trip": Access(TRAVEL_OFFICERS),
    "travel:remove_trip": Access(TRAVEL_OFFICERS, "POST"),
    "travel:rules": Access(BATCH_READERS),
    "travel:rules_export": Access(BATCH_READERS),
    "travel:rule": Access(LEG_READERS),  # it explains a leg
    "travel:add_rule": Access(TRAVEL_OFFICERS),
    "travel:end_rule": Access(TRAVEL_OFFICERS, "POST"),
    "travel:new_entitlement_trip": Access(TRAVEL_OFFICERS),
    "travel:remove_entitlement_trip": Access(TRAVEL_OFFICERS, "POST"),
    "travel:upload_entitlement": Access(TRAVEL_OFFICERS, "POST"),
    "travel:entitlement_template": Access(TRAVEL_OFFICERS),
    "travel:coverage": Access(BATCH_READERS),
    "travel:coverage_export": Access(BATCH_READERS),
    "travel:coverage_month": Access(BATCH_READERS),
    "travel:add_expected": Access(TRAVEL_OFFICERS),
    "travel:end_expected": Access(TRAVEL_OFFICERS),
    "travel:remove_expected": Access(TRAVEL_OFFICERS, "POST"),
    "travel:say_nothing": Access(TRAVEL_OFFICERS, "POST"),
    "travel:unsay_nothing": Access(TRAVEL_OFFICERS, "POST"),
    "travel:state_cover": Access(TRAVEL_OFFICERS),
    "travel:reconciliation": Access(BATCH_READERS),
    "travel:reconciliation_export": Access(BATCH_READERS),
    "travel:enter_figure": Access(TRAVEL_OFFICERS, "POST"),
    "travel:remove_figure": Access(TRAVEL_OFFICERS, "POST"),
    "travel:upload_figures": Access(TRAVEL_OFFICERS, "POST"),
    "travel:figures_template": Access(TRAVEL_OFFICERS),
    "travel:sources": Access(BATCH_READERS),
    "travel:sources_export": Access(BATCH_READERS),
    "travel:source": Access(BATCH_READERS),
    "travel:source_yaml": Access(BATCH_READERS),
    "travel:import_source": Access(TRAVEL_OFFICERS),
    "travel:cost_centres": Access(TRAVEL_OFFICERS, "POST"),
    # The same by JSON; each operation answers 401 by itself.
    "api:imports": Access(BATCH_READERS),
    "api:import": Access(BATCH_READERS),
    "api:import_confirm": Access(TRAVEL_OFFICERS, "POST"),
    "api:import_discard": Access(TRAVEL_OFFICERS, "POST"),
    "api:import_undo": Access(TRAVEL_OFFICERS, "POST"),
    "api:import_questions": Access(BATCH_READERS),
    "api:import_answers": Access(TRAVEL_OFFICERS, "POST"),
    "api:import_columns": Access(BATCH_READERS),
    "api:import_reading": Access(TRAVEL_OFFICERS, "POST"),
    "api:import_policy": Access(TRAVEL_OFFICERS, "POST"),
    "api:import_take_back": Access(TRAVEL_OFFICERS, "POST"),
    "api:openapi-json": Access(SIGNED_IN),
    "api:api-root": Access(SIGNED_IN),
    # The environmental management system and the boundary.
    "ems:overview": Access(CONTROL_READERS),
    "ems:boundary": Access(HOLDERS),
    "ems:events": Access(EVENT_READERS),
    "ems:events_export": Access(EVENT_READERS),
    **_boundary(),
    "keeping:overview": Access(EVENT_READERS),
    "keeping:export": Access(EVENT_READERS),
    # The return and the year.
    "annual_return:overview": Access(RETURN_READERS),
    "annual_return:files": Access(RETURN_READERS),
    "annual_return:files_of": Access(RETURN_READERS),
    "annual_return:document": Access(RETURN_READERS),
    "annual_return:mapped_file": Access(RETURN_READERS),
    "annual_return:compare": Access(RETURN_READERS),
    "annual_return:lines": Access(RETURN_READERS),
    "annual_return:line": Access(RETURN_READERS),
    "insight:latest": Access(YEAR_READERS),
    "insight:year": Access(YEAR_READERS),
    "insight:methods": Access(YEAR_READERS),
    "insight:chart": Access(YEAR_EXPORTERS),
    "insight:year_pdf": Access(YEAR_EXPORTERS),
    "insight:year_xlsx": Access(YEAR_EXPORTERS),
    "insight:year_csv": Access(YEAR_EXPORTERS),
    # The administration pages: whoever edits the boundary or looks after people.
    "admin:index": Access(BOUNDARY_EDITORS),
    "admin:login": Access(BOUNDARY_EDITORS),
    "admin:logout": Access(BOUNDARY_EDITORS, "POST"),
    "admin:password_change": Access(BOUNDARY_EDITORS),
    "admin:password_change_done": Access(BOUNDARY_EDITORS),
    "admin:autocomplete": Access(NOBODY),  # no page of ours uses it
    "admin:jsi18n": Access(BOUNDARY_EDITORS),
    "admin:view_on_site": Access(BOUNDARY_EDITORS),
    "admin:app_list": Access(BOUNDARY_EDITORS),
    "administration/(?P<url>.*)$": Access(BOUNDARY_EDITORS),
    "admin:auth_user_password_change": Access(PEOPLE_MANAGERS),
    **_administered("accounts_user", PEOPLE_MANAGERS, PEOPLE_MANAGERS),
    **_administered("accounts_roleassignment", PEOPLE_MANAGERS, NOBODY),
    **_administered("ems_organization", BOUNDARY_EDITORS, NOBODY),
    **_administered("ems_organizationunit", BOUNDARY_EDITORS, BOUNDARY_EDITORS, imported=True),
    **_administered("ems_site", BOUNDARY_EDITORS, BOUNDARY_EDITORS, imported=True),
    **_administered("ems_siteterms", BOUNDARY_EDITORS, BOUNDARY_EDITORS, imported=True),
    **_administered("ems_personnelrule", BOUNDARY_EDITORS, BOUNDARY_EDITORS, imported=True),
    **_administered("ems_topiccoverage", BOUNDARY_EDITORS, BOUNDARY_EDITORS, imported=True),
    **_administered("ems_meter", BOUNDARY_EDITORS, BOUNDARY_EDITORS, imported=True),
    **_administered("ems_coolingequipment", BOUNDARY_EDITORS, BOUNDARY_EDITORS, imported=True),
    **_administered("ems_refrigerantevent", BOUNDARY_EDITORS, BOUNDARY_EDITORS, imported=True),
    **_administered("ems_refrigerantstock", BOUNDARY_EDITORS, BOUNDARY_EDITORS, imported=True),
    **_administered("ems_vehicle", BOUNDARY_EDITORS, BOUNDARY_EDITORS, imported=True),
    **_administered("ems_personnelcount", BOUNDARY_EDITORS, BOUNDARY_EDITORS, imported=True),
    **_administered("ems_event", EVENT_READERS & BOUNDARY_EDITORS, NOBODY),
    **_administered("travel_importbatch", BATCH_READERS & BOUNDARY_EDITORS, NOBODY),
    **_administered("travel_leg", LEG_READERS & BOUNDARY_EDITORS, NOBODY),
    **_administered("travel_estimate", LEG_READERS & BOUNDARY_EDITORS, NOBODY),
}

# Without a sign-on under way there is nothing to finish, so these send everybody to the sign-in page.
ALWAYS_ASK_TO_SIGN_IN = frozenset({"socialaccount_signup"})

# What some addresses answer to those whom they let in, where it is not a page.
ANSWERS = {
    "annual_return:activity_row": 404,  # no row is asked for
    "annual_return:activity_estimate": 404,  # no site is asked for
    # The return of the test is open, and nothing is given: what needs a statement or another state says so.
    **dict.fromkeys(
        (
            f"annual_return:{act}"
            for act in (
                "send_to_review",
                "review",
                "approve",
                "send_back",
                "withdraw_approval",
                "give_reason",
                "begin_restatement",
                "sign_restatement",
                "restate",
            )
        ),
        422,
    ),
    **dict.fromkeys((f"annual_return:{act}" for act in ("submit", "give_up_restatement")), 409),
    "api:api-root": 404,  # there is no page of the API
    "api:import_answers": 422,  # none is given
    "api:import_columns": 409,  # the file of this batch is gone
    "api:import_reading": 422,  # nothing is given
    "api:import_policy": 422,
    "api:import_take_back": 422,
    "api:import_confirm": 409,  # it is committed by now
    "api:import_discard": 409,
    "admin:view_on_site": 404,  # the object has no page outside
    "administration/(?P<url>.*)$": 404,
    "insight:chart": 404,  # of one traveller alone there is no chart
    "mfa_deactivate_totp": 404,  # nobody here has set up a second factor
    "mfa_download_recovery_codes": 404,
    "mfa_view_recovery_codes": 404,
    "socialaccount_login_error": 401,
    "travel:assign": 422,  # nothing is chosen
    "travel:assign_otherwise": 422,
    "travel:end_rule": 422,
    "travel:upload_entitlement": 422,
    "travel:say_nothing": 422,
    "travel:enter_figure": 422,
    "travel:upload_figures": 422,
    "travel:change_reading": 422,  # the form is empty
    "travel:rows_csv": 404,  # the file of this batch is gone
    "travel:load_official": 422,  # the form is empty
}
