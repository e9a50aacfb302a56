"""The access matrix as data: every address, who asks, how, and which of six outcomes that must have."""

from collections.abc import Callable
from urllib.parse import urlsplit

from attrs import frozen
from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import URLPattern, get_resolver, reverse

from tests.web.matrix_ids import known, walk
from tests.web.stage import PAGE, Stage, left_open, signed_in_at
from tests.world import hold_link, sign_in

OUTCOMES = {
    "P": "the page: let in, whatever the body then deserves",
    "4": "404",
    "S": "sign-in",
    "F": "second factor",
    "R": "asked for the password or factor again",
    "U": "help page of a used link",
}
WHO: dict[str, tuple[str, Callable[[Stage], Browser]]] = {
    "anon": ("nobody known", lambda stage: Browser()),
    "link": ("Ines, who opened her links in this browser", lambda stage: hold_link(stage.ines.client)),
    "othr": ("Kit, with links of his own", lambda stage: hold_link(stage.kit.client)),
    "ada": ("her therapist", lambda stage: sign_in(stage.world.ada)),
    "bo": ("another therapist of the team", lambda stage: sign_in(stage.world.bo)),
    "cleo": ("supervisor of her therapist", lambda stage: sign_in(stage.world.cleo)),
    "cora": ("covers her therapist", lambda stage: sign_in(stage.cora)),
    "duty": ("duty lead, her alert is open", lambda stage: sign_in(stage.world.dan)),
    "idle": ("duty lead, no alert of this client (Jo) is open", lambda stage: sign_in(stage.world.dan)),
    "finn": ("manager", lambda stage: sign_in(stage.world.finn)),
    "gwen": ("administrator", lambda stage: sign_in(stage.world.gwen)),
    "nora": ("a therapist without second factor", lambda stage: sign_in(stage.nora)),
    "lee": ("has left, the tab still open", lambda stage: left_open(stage.lee)),
    "eve": ("every role, in another team", lambda stage: sign_in(stage.world.eve)),
    "old": ("her therapist, who signed in six minutes ago", lambda stage: signed_in_at(stage.world.ada, minutes_ago=6)),
    "gold": ("administrator, signed in six minutes ago", lambda stage: signed_in_at(stage.world.gwen, minutes_ago=6)),
}

# name of the address, method, and a letter for each of WHO in its order
CELLS = """
# address                            how  anon link othr ada  bo   cleo cora duty idle finn gwen nora lee  eve old  gold
help                                 GET  P    P    P    P    P    P    P    P    P    P    P    P    P    P    P    P
link                                 GET  P    P    P    P    P    P    P    P    P    P    P    P    P    P    P    P
link                                 POST P    P    P    P    P    P    P    P    P    P    P    P    P    P    P    P
link_again                           POST P    P    P    P    P    P    P    P    P    P    P    P    P    P    P    P
leave                                POST P    P    P    P    P    P    P    P    P    P    P    P    P    P    P    P
my_plan                              GET  U    P    P    U    U    U    U    U    U    U    U    U    U    U    U    U
my                                   GET  S    P    P    4    4    4    4    4    4    4    4    4    S    4    4    4
my_about                             GET  S    P    P    4    4    4    4    4    4    4    4    4    S    4    4    4
my_account                           GET  S    P    P    4    4    4    4    4    4    4    4    4    S    4    4    4
my_account                           POST S    P    P    4    4    4    4    4    4    4    4    4    S    4    4    4
my_chart                             GET  S    P    P    4    4    4    4    4    4    4    4    4    S    4    4    4
my_opened                            GET  S    P    P    4    4    4    4    4    4    4    4    4    S    4    4    4
my_record                            GET  S    P    P    4    4    4    4    4    4    4    4    4    S    4    4    4
my_record_file                       GET  S    P    P    4    4    4    4    4    4    4    4    4    S    4    4    4
my_record_print                      GET  S    P    P    4    4    4    4    4    4    4    4    4    S    4    4    4
my_settings                          GET  S    P    P    4    4    4    4    4    4    4    4    4    S    4    4    4
my_settings                          POST S    P    P    4    4    4    4    4    4    4    4    4    S    4    4    4
my_agreement                         GET  S    P    P    4    4    4    4    4    4    4    4    4    S    4    4    4
my_agreement                         POST S    P    P    4    4    4    4    4    4    4    4    4    S    4    4    4
my_appointments                      GET  S    P    P    4    4    4    4    4    4    4    4    4    S    4    4    4
my_ending                            GET  S    P    P    4    4    4    4    4    4    4    4    4    S    4    4    4
my_ending                            POST S    P    P    4    4    4    4    4    4    4    4    4    S    4    4    4
my_goals                             GET  S    P    P    4    4    4    4    4    4    4    4    4    S    4    4    4
my_letters                           GET  S    P    P    4    4    4    4    4    4    4    4    4    S    4    4    4
my_lines                             GET  S    P    P    4    4    4    4    4    4    4    4    4    S    4    4    4
my_lines                             POST S    P    P    4    4    4    4    4    4    4    4    4    S    4    4    4
my_people                            GET  S    P    P    4    4    4    4    4    4    4    4    4    S    4    4    4
my_person_new                        GET  S    P    P    4    4    4    4    4    4    4    4    4    S    4    4    4
my_person_new                        POST S    P    P    4    4    4    4    4    4    4    4    4    S    4    4    4
my_story                             GET  S    P    P    4    4    4    4    4    4    4    4    4    S    4    4    4
my_event_new                         GET  S    P    P    4    4    4    4    4    4    4    4    4    S    4    4    4
my_event_new                         POST S    P    P    4    4    4    4    4    4    4    4    4    S    4    4    4
my_goal                              GET  S    P    4    4    4    4    4    4    4    4    4    4    S    4    4    4
my_goal                              POST S    P    4    4    4    4    4    4    4    4    4    4    S    4    4    4
my_letter                            GET  S    P    4    4    4    4    4    4    4    4    4    4    S    4    4    4
my_person                            GET  S    P    4    4    4    4    4    4    4    4    4    4    S    4    4    4
my_person                            POST S    P    4    4    4    4    4    4    4    4    4    4    S    4    4    4
my_event                             GET  S    P    4    4    4    4    4    4    4    4    4    4    S    4    4    4
my_event                             POST S    P    4    4    4    4    4    4    4    4    4    4    S    4    4    4
my_left                              GET  P    P    P    P    P    P    P    P    P    P    P    P    P    P    P    P
questionnaire                        GET  U    P    4    U    U    U    U    U    U    U    U    U    U    U    U    U
questionnaire                        POST U    P    4    U    U    U    U    U    U    U    U    U    U    U    U    U
question                             GET  U    P    4    U    U    U    U    U    U    U    U    U    U    U    U    U
question                             POST U    P    4    U    U    U    U    U    U    U    U    U    U    U    U    U
all_questions                        GET  U    P    4    U    U    U    U    U    U    U    U    U    U    U    U    U
all_questions                        POST U    P    4    U    U    U    U    U    U    U    U    U    U    U    U    U
keep_answer                          POST U    P    4    U    U    U    U    U    U    U    U    U    U    U    U    U
check_answers                        GET  U    P    4    U    U    U    U    U    U    U    U    U    U    U    U    U
check_answers                        POST U    P    4    U    U    U    U    U    U    U    U    U    U    U    U    U
sent                                 GET  U    P    4    U    U    U    U    U    U    U    U    U    U    U    U    U
alerts                               GET  S    S    S    P    P    P    P    P    P    4    4    F    S    P    P    4
alert_seen                           POST S    S    S    P    4    P    P    P    4    4    4    F    S    4    P    4
caseload                             GET  S    S    S    P    P    4    P    4    4    4    4    F    S    P    P    4
clients                              GET  S    S    S    P    P    P    P    P    P    4    4    F    S    P    P    4
register                             GET  S    S    S    P    P    4    P    4    4    4    4    F    S    P    P    4
register                             POST S    S    S    P    P    4    P    4    4    4    4    F    S    P    P    4
client                               GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
details                              GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
details                              POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
ask                                  POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
enter                                GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
enter                                POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
risk                                 GET  S    S    S    P    4    P    P    P    4    4    4    F    S    4    P    4
risk                                 POST S    S    S    P    4    P    P    P    4    4    4    F    S    4    P    4
asked_none                           POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
plan                                 GET  S    S    S    P    4    P    P    P    4    4    4    F    S    4    P    4
plan_edit                            GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
plan_edit                            POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
plan_share                           POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
supporters                           GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
supporters                           POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
supporter                            POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
scores                               GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
opened                               GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
portal                               GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
portal                               POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
export                               GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    R    R
withdraw_risk                        GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
withdraw_risk                        POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
invitation                           POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
answers                              GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
withdraw_answers                     GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
withdraw_answers                     POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
review                               GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
review                               POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
ending                               GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
ending                               POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
end_course                           GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
end_course                           POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
course_letters                       GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
course_letters                       POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
course_letter                        GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
course_letter                        POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
course_letter_pdf                    GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
maintenance                          GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
maintenance                          POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
follow_ups                           GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
follow_ups                           POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
tasks                                GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
inventory                            GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
inventory                            POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
inventory_call                       POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
inventory_change                     POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
relationship                         GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
relationship                         POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
relationship_change                  POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
relationship_safety                  GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
relationship_safety                  POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
circle                               GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
circle                               POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
timeline                             GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
timeline                             POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
event                                GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
event                                POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
event_change                         POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
issues                               GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
issues                               POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
issues_rank                          POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
issue                                GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
issue                                POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
areas                                GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
areas                                POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
formulation                          GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
formulation                          POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
formulation_share                    POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
formulation_answer                   POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
focus                                GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
focus                                POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
focus_sheet                          GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
focus_sheet                          POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
focus_words                          POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
focus_change                         GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
focus_change                         POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
goals                                GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
goals                                POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
goal                                 GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
goal                                 POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
goal_rate                            POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
agreement                            GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
agreement                            POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
agreement_share                      POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
agreement_answer                     POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
sheet                                GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
sheet                                POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
sheet_share                          POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
sheet_withdraw                       GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
sheet_withdraw                       POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
comment_seen                         POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
evidence                             GET  S    S    S    P    P    P    P    P    P    4    4    F    S    P    P    4
course_start                         GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
course_start                         POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
course                               GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
course_table                         GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
course_plan                          GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
course_plan                          POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
appointments                         POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
breaks                               POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
break_remove                         POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
contact                              GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
contact                              POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
session_move                         GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
session_move                         POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
session_remove                       POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
session                              GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
attendance                           POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
session_tick                         POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
session_lines                        POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
session_person                       POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
session_where                        POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
note                                 POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
note_sign                            POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
note_texts                           GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
note_texts                           POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
process_note                         GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
process_note                         POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
addendum                             GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
addendum                             POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
withdraw_note                        GET  S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
withdraw_note                        POST S    S    S    P    4    P    P    4    4    4    4    F    S    4    P    4
diary                                GET  S    S    S    P    P    P    P    4    4    4    4    F    S    P    P    4
duty                                 GET  S    S    S    4    4    4    4    P    4    4    4    F    S    4    4    4
supervision                          GET  S    S    S    4    4    P    4    4    4    4    4    F    S    P    4    4
supervision_caseload                 GET  S    S    S    4    4    P    4    4    4    4    4    F    S    P    4    4
glass_looked                         POST S    S    S    4    4    P    4    4    4    4    4    F    S    4    4    4
numbers                              GET  S    S    S    4    4    4    4    4    4    P    4    F    S    P    4    4
outcomes_service                     GET  S    S    S    4    4    4    4    4    4    P    4    F    S    P    4    4
outcomes_teams                       GET  S    S    S    4    4    P    4    4    4    P    4    F    S    P    4    4
outcomes_team                        GET  S    S    S    4    4    P    4    4    4    P    4    F    S    4    4    4
outcomes_mine                        GET  S    S    S    P    P    4    P    4    4    4    4    F    S    P    P    4
outcomes_csv                         GET  S    S    S    4    4    P    4    4    4    P    4    F    S    4    4    4
outcomes_parquet                     GET  S    S    S    4    4    P    4    4    4    P    4    F    S    4    4    4
outcomes_pdf                         GET  S    S    S    4    4    P    4    4    4    P    4    F    S    4    4    4
teams                                GET  S    S    S    4    4    4    4    4    4    4    P    F    S    P    4    P
team                                 GET  S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    P
member_new                           GET  S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    R
member_new                           POST S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    R
member                               GET  S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    R
member                               POST S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    R
member_letter                        POST S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    R
hand_over                            GET  S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    R
hand_over                            POST S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    R
leaving                              GET  S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    R
leaving                              POST S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    R
team_supervision                     GET  S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    R
team_supervision                     POST S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    R
team_cover                           GET  S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    R
team_cover                           POST S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    R
team_duty                            GET  S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    R
team_duty                            POST S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    R
arrangement_end                      POST S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    R
team_settings                        GET  S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    P
team_settings                        POST S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    P
alert_rules                          GET  S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    R
alert_rules                          POST S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    R
crisis_lists                         GET  S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    P
crisis_list                          GET  S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    P
crisis_dates                         POST S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    P
crisis_shipped                       POST S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    P
crisis_line_new                      GET  S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    P
crisis_line_new                      POST S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    P
crisis_line                          GET  S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    P
crisis_line                          POST S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    P
crisis_line_gone                     POST S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    P
site_measures                        GET  S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    P
site_use                             GET  S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    P
site_use                             POST S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    P
site_measure                         GET  S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    P
site_wording_template                GET  S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    P
site_wording_file                    GET  S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    P
site_wording_file                    POST S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    P
site_wording_form                    GET  S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    P
site_wording_form                    POST S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    P
site_norms_file                      GET  S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    P
site_norms_file                      POST S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    P
site_norms_template                  GET  S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    P
site_wording_text                    GET  S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    P
site_wording_gone                    GET  S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    P
site_wording_gone                    POST S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    P
team_letters                         GET  S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    P
letter_again                         POST S    S    S    4    4    4    4    4    4    4    P    F    S    4    4    P
home                                 GET  S    S    S    P    P    P    P    P    P    P    P    F    S    P    P    P
unlock                               POST S    S    S    R    R    R    R    R    R    R    R    R    S    R    R    R
still_here                           POST S    S    S    P    P    P    P    P    P    P    P    P    S    P    P    P
break_glass                          GET  S    S    S    P    P    P    P    P    P    4    4    F    S    P    R    4
break_glass                          POST S    S    S    P    P    P    P    P    P    4    4    F    S    P    R    4
account_login                        GET  P    P    P    P    P    P    P    P    P    P    P    P    P    P    P    P
account_login                        POST P    P    P    P    P    P    P    P    P    P    P    P    P    P    P    P
account_logout                       GET  S    S    S    P    P    P    P    P    P    P    P    P    S    P    P    P
account_logout                       POST S    S    S    S    S    S    S    S    S    S    S    S    S    S    S    S
account_inactive                     GET  P    P    P    P    P    P    P    P    P    P    P    P    P    P    P    P
account_signup                       GET  P    P    P    P    P    P    P    P    P    P    P    P    P    P    P    P
account_signup                       POST P    P    P    P    P    P    P    P    P    P    P    P    P    P    P    P
account_reauthenticate               GET  S    S    S    P    P    P    P    P    P    P    P    P    S    P    P    P
account_reauthenticate               POST S    S    S    P    P    P    P    P    P    P    P    P    S    P    P    P
account_email                        GET  4    4    4    4    4    4    4    4    4    4    4    4    4    4    4    4
account_email                        POST 4    4    4    4    4    4    4    4    4    4    4    4    4    4    4    4
account_email_verification_sent      GET  4    4    4    4    4    4    4    4    4    4    4    4    4    4    4    4
account_email_verification_sent      POST 4    4    4    4    4    4    4    4    4    4    4    4    4    4    4    4
account_change_password              GET  S    S    S    P    P    P    P    P    P    P    P    P    S    P    P    P
account_change_password              POST S    S    S    P    P    P    P    P    P    P    P    P    S    P    P    P
account_set_password                 GET  4    4    4    4    4    4    4    4    4    4    4    4    4    4    4    4
account_set_password                 POST 4    4    4    4    4    4    4    4    4    4    4    4    4    4    4    4
account_reset_password               GET  P    P    P    P    P    P    P    P    P    P    P    P    P    P    P    P
account_reset_password               POST P    P    P    P    P    P    P    P    P    P    P    P    P    P    P    P
account_confirm_login_code           GET  4    4    4    4    4    4    4    4    4    4    4    4    4    4    4    4
account_confirm_login_code           POST 4    4    4    4    4    4    4    4    4    4    4    4    4    4    4    4
account_confirm_email                GET  4    4    4    4    4    4    4    4    4    4    4    4    4    4    4    4
account_confirm_email                POST 4    4    4    4    4    4    4    4    4    4    4    4    4    4    4    4
account_reset_password_from_key_done GET  P    P    P    P    P    P    P    P    P    P    P    P    P    P    P    P
account_reset_password_from_key      GET  P    P    P    P    P    P    P    P    P    P    P    P    P    P    P    P
account_reset_password_from_key      POST P    P    P    P    P    P    P    P    P    P    P    P    P    P    P    P
account_reset_password_done          GET  P    P    P    P    P    P    P    P    P    P    P    P    P    P    P    P
mfa_index                            GET  S    S    S    P    P    P    P    P    P    P    P    P    S    P    P    P
mfa_login_webauthn                   GET  S    S    S    P    P    P    P    P    P    P    P    P    S    P    P    P
mfa_login_webauthn                   POST S    S    S    P    P    P    P    P    P    P    P    P    S    P    P    P
mfa_authenticate                     GET  S    S    S    P    P    P    P    P    P    P    P    P    S    P    P    P
mfa_authenticate                     POST S    S    S    P    P    P    P    P    P    P    P    P    S    P    P    P
mfa_reauthenticate                   GET  S    S    S    P    P    P    P    P    P    P    P    R    S    P    P    P
mfa_reauthenticate                   POST S    S    S    P    P    P    P    P    P    P    P    R    S    P    P    P
mfa_activate_totp                    GET  S    S    S    P    P    P    P    P    P    P    P    P    S    P    R    R
mfa_activate_totp                    POST S    S    S    P    P    P    P    P    P    P    P    P    S    P    R    R
mfa_deactivate_totp                  GET  S    S    S    P    P    P    P    P    P    P    P    4    S    P    R    R
mfa_deactivate_totp                  POST S    S    S    P    P    P    P    P    P    P    P    4    S    P    R    R
mfa_view_recovery_codes              GET  S    S    S    4    4    4    4    4    4    4    4    4    S    4    4    4
mfa_generate_recovery_codes          GET  S    S    S    P    P    P    P    P    P    P    P    P    S    P    R    R
mfa_generate_recovery_codes          POST S    S    S    P    P    P    P    P    P    P    P    P    S    P    R    R
mfa_download_recovery_codes          GET  S    S    S    4    4    4    4    4    4    4    4    4    S    4    4    4
mfa_download_recovery_codes          POST S    S    S    4    4    4    4    4    4    4    4    4    S    4    4    4
mfa_list_webauthn                    GET  S    S    S    P    P    P    P    P    P    P    P    P    S    P    P    P
mfa_add_webauthn                     GET  S    S    S    P    P    P    P    P    P    P    P    P    S    P    R    R
mfa_add_webauthn                     POST S    S    S    P    P    P    P    P    P    P    P    P    S    P    R    R
mfa_reauthenticate_webauthn          GET  S    S    S    R    R    R    R    R    R    R    R    R    S    R    R    R
mfa_reauthenticate_webauthn          POST S    S    S    R    R    R    R    R    R    R    R    R    S    R    R    R
mfa_remove_webauthn                  GET  S    S    S    4    4    4    4    4    4    4    4    4    S    4    R    R
mfa_remove_webauthn                  POST S    S    S    4    4    4    4    4    4    4    4    4    S    4    R    R
mfa_edit_webauthn                    GET  S    S    S    4    4    4    4    4    4    4    4    4    S    4    R    R
mfa_edit_webauthn                    POST S    S    S    4    4    4    4    4    4    4    4    4    S    4    R    R
demonstration                        GET  4    4    4    4    4    4    4    4    4    4    4    4    4    4    4    4
demonstration_codes                  GET  4    4    4    4    4    4    4    4    4    4    4    4    4    4    4    4
demonstration_letters                GET  4    4    4    4    4    4    4    4    4    4    4    4    4    4    4    4
"""


@frozen
class Row:
    """One address asked in one way."""

    name: str
    method: str
    outcomes: dict[str, str]


def rows() -> list[Row]:
    """The table, read."""
    lines = [line.split() for line in CELLS.splitlines() if line.strip() and not line.startswith("#")]
    return [Row(name, method, dict(zip(WHO, letters, strict=True))) for name, method, *letters in lines]


def patterns() -> list[URLPattern]:
    """Every address of the project, allauth's too."""
    return [found for found, _ in walk(get_resolver(), "")]


def address(name: str, stage: Stage, *, who: str = "ada") -> str:
    """The address with the ids of Ines's record; of Jo's for the duty lead who has no open alert."""
    folder = stage.jo if who == "idle" else stage.ines
    return reverse(name, kwargs=known(name, stage, folder))


def ask(browser: Browser, method: str, url: str) -> HttpResponse:
    """One request as a browser that shows pages would send it, without a body."""
    return browser.generic(method, url, HTTP_ACCEPT=PAGE)  # type: ignore[return-value]


def outcome(response: HttpResponse) -> str:
    """Which of OUTCOMES an answer is."""
    to = urlsplit(response.headers.get("Location", "")).path
    if response.status_code in (301, 302, 303):
        ways = {
            reverse("account_login"): "S",
            reverse("mfa_activate_totp"): "F",
            reverse("account_reauthenticate"): "R",
            reverse("mfa_reauthenticate"): "R",
        }
        return ways.get(to, "P")
    if response.status_code == 401:
        return "S"
    if b"This page is covered" in response.content and response.status_code == 403:
        return "R"
    if b"This link does not open any more" in response.content:
        return "U"
    return "4" if response.status_code == 404 else "P"
