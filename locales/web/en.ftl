# The dashboard in English. Headings of events come from the other files of this language.

### Around every page

skip = Skip to content
navigation = Pages
language = Language
sign-out = Sign out
loading = Loading …

live-connecting = Connecting
live-live = Live
live-reconnecting = Reconnecting
live-polling = Polling
live-last = last event { $ago }

### Titles of pages

page-home = Home
page-jobs = Jobs
page-job = Job
page-approvals = Approvals
page-approval = Request
page-not-found = There is no such page

### Signing in

sign-in-title = Sign in
sign-in-token = Token
sign-in-hint = Ask an admin for one, or create it:
sign-in = Sign in
sign-in-telegram = Sign in with Telegram

### States

state-queued = Queued
state-running = Running
state-waiting = Waiting
state-completed = Done
state-failed = Failed
state-canceled = Canceled
state-pending = Open
state-approved = Approved
state-denied = Denied
state-expired = Expired

### Lists

filter-state = State
filter-any = any
filter-project = Project
jobs-none = No jobs here.
job-progress-of = Progress of { $title }
job-cost-of = { $cost } of { $budget }

### Problems, by their code

problem-unknown = Something went wrong. Try again.
problem-unreachable = jobwire can't be reached. I'll keep trying.
problem-unavailable = Redis is away. What you see may be old.
problem-not-found = There is nothing here for you, or it is no longer kept.
problem-unauthenticated = This token is unknown.
problem-too-many-guesses = Too many wrong tokens. Wait a minute.
problem-scope-missing = Your token doesn't allow that.

### Looking back and looking after

page-search = Search
page-charts = Charts
page-letters = Dead letters
page-people = People
page-tokens = Tokens
page-standing = Standing approvals

more = Show more
refresh = Refresh
keep = Keep
copy = Copy
copied = Copied
copy-link = Copy link
all-projects = all projects
no-project = no project
filter-types = Types
filter-session = Session
filter-job = Job
filter-since = From
filter-until = Until
filter-range = Time
filters-clear = Clear filters
search-none = Nothing matches these filters.
event-unnamed = 📋 Event

letters-about = Messages and events that I could not handle. Retry one when its cause is gone.
letters-none = No dead letters. Everything was handled.
letter-stage = Stage
stage-decoding = reading
stage-routing = routing
stage-following = writing files
stage-delivering = sending
letter-raw = Message
letter-raw-cut = Message (its beginning)
letter-retry = Retry
letter-retried = Taken. It is no dead letter any more.
letter-drop = Drop
letter-drop-question = Drop for good?
letter-dropped = Dropped.

people-about = Roles are given and taken in the chat: /invite, /grant, /revoke.
people-none = Nobody has a role yet.
person-since = since
role-viewer = viewer
role-approver = approver
role-admin = admin

token-new = New token
token-name = Name
token-projects = Projects, separated by commas
token-user = Person (id)
token-scopes = What it may do
scope-read = see
scope-decide = approve and deny
scope-publish = send events, ask
scope-metrics = read metrics
scope-admin = everything
token-create = Create token
token-once = This is the only time that it is shown. Keep it like a password.
token-saved = I have it
tokens-given = Tokens in use
tokens-none = No tokens yet.
token-holder = of
token-revoke = Revoke
token-revoke-question = Whoever uses it is out at once.
token-revoked = Revoked.

standing-about = Requests like these are approved without asking.
standing-none = None in force.
standing-ends = ends
standing-end = End
standing-end-question = Ask again from now on?
standing-ended = Ended. I ask again from now on.

range-hour = last hour
range-day = last day
range-week = last 7 days
range-month = last 30 days
chart-events = Events and failures
chart-events-none = Nothing happened in this time.
chart-events-heading = Events
chart-failures-heading = Failures
chart-from = From
chart-table = As a table
chart-truncated = Only the newest events are counted, since
chart-cost = Cost by project
chart-cost-about = Of the jobs that changed in this time, what each has cost in all.
chart-cost-none = No job named a cost in this time.
chart-jobs = Jobs
chart-usd = Cost
chart-decisions = Time to decision
chart-decisions-none = Nobody decided anything in this time.
chart-count = Decisions
chart-median = Half within
chart-p90 = Nine in ten within

problem-dead-letter-outdated = It stays a dead letter: its chat or file does not take it any more.
problem-dead-letter-unusable = It stays a dead letter: I still can't use what is in it.
problem-input-invalid = Something in the form is not right.
letter-attempts =
    { $count ->
        [one] 1 try
       *[other] { $count } tries
    }
standing-uses =
    { $count ->
        [one] used once
       *[other] used { $count } times
    }
chart-all =
    { $count ->
        [one] 1 event
       *[other] { $count } events
    }
chart-failures =
    { $count ->
        [one] 1 failure
       *[other] { $count } failures
    }
