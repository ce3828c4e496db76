# The dashboard in English. Headings of events come from the other files of this language.

### Around every page

skip = Skip to content
navigation = Pages
language = Language
signed-in-as = Signed in as
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
jobs-none = No jobs here. A job appears with its first event.
job-progress-of = Progress of { $title }
job-cost-of = { $cost } of { $budget }

### Problems, by their code

problem-unknown = Something went wrong. Try again.
problem-unreachable = jobwire can't be reached. I'll keep trying.
problem-unavailable = Redis is away. What you see may be old.
problem-not-found = There is nothing here for you, or it is no longer kept.
problem-unauthenticated = This token is unknown.
problem-too-many-guesses = Too many wrong tokens. Wait a minute.
problem-no-role = You have no role yet. Ask an admin.
problem-sign-in-expired = This sign-in is too old. Open the page from Telegram again.
problem-sign-in-repeated = This sign-in was used before. Sign in with Telegram again.
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
search-empty = No events yet.
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
person-named-in = named in
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
standing-none = None in force. Where the policy allows it, a request offers to approve those like it, too.
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

### Home

home-waiting = Waits for you
home-nothing-waits = Nothing waits for you. Requests appear here by themselves.
home-others-wait =
    { $count ->
        [one] 1 request waits for others
       *[other] { $count } requests wait for others
    }
home-running = Running now
home-nothing-runs = Nothing runs at the moment.
home-ended = Ended last
home-all-jobs = All jobs

### A job

fact-project = Project
fact-session = Session
fact-id = Id
fact-cost = Cost
fact-requests = Calls
fact-duration = Duration
fact-updated = Last sign
fact-links = Links
job-settled =
    { $count ->
        [one] 1 decided
       *[other] { $count } decided
    }
log = Log
log-following = following
log-paused = paused
log-ended = ended
log-pause = Pause
log-follow = Follow
log-none = No log yet.
timeline = Timeline
timeline-more =
    { $count ->
        [one] 1 more step
       *[other] { $count } more steps
    }

### Requests

approvals-others = Waits for others
approvals-settled = Decided last
approvals-none = None.
approve = Approve
deny = Deny
cancel = Cancel
approve-standing = Approve those like it for { $time } ({ $within })
within-session = this session
within-job = this job
within-project = this project
reason-required = Why? (required)
reason-optional = Why? (optional)
reason-unsent = It was decided while you wrote this, so it was not sent:
ask-open = Show all { $count } characters
decide-read-first = Open all of it to approve.
decide-not-yours = Others decide this.
decide-own = You asked for this, so somebody else approves it.
you-voted-approve = You approved. More votes are needed.
you-voted-deny = You denied. More votes are needed.
voted-approve = approved:
voted-deny = denied:
votes-of = { $count } of { $required } votes
by = by
asked-by = asked by
approval-changed = The request has changed. Votes before that no longer count.
on-timeout-expire = expires
on-timeout-deny = is denied
on-timeout-approve = is approved
reception-awaited = Saved. Waiting for the job.
reception-picked-up = Picked up by the job.
reception-unheard = No reaction from the job for 1 min. I sent the decision again; check that it still runs.
via-telegram = Telegram
via-web = web
via-cli = command line
via-timeout = timeout
via-policy = policy
via-standing = standing approval
audit = What happened
audit-asked = Asked
audit-asked-again = Asked again
audit-asked-by-another = Asked by somebody else under the same id
audit-reminded = Reminded
audit-picked-up = Picked up by the job
audit-unheard = No reaction from the job
audit-standing-given = Standing approval given
audit-standing-ended = Standing approval ended
audit-shown-elsewhere = Shown in another chat
audit-changed = Changed
audit-vote-approve = Approved
audit-vote-deny = Denied
audit-approved = Settled: approved
audit-denied = Settled: denied
audit-expired = Expired
audit-canceled = Withdrawn
audit-refused = Refused
audit-comment = Comment
audit-vote-dropped = Vote no longer counts
audit-escalated = Asked in more chats

### Problems with a decision

problem-already-decided = This was decided before. Here is what stands.
problem-request-changed = The request has changed since you saw it. Look again.
problem-not-approver = You may not decide this.
problem-self-approval = You asked for this yourself, so somebody else has to approve it.
problem-reason-needed = This needs a reason.
problem-no-standing-approval = This can only be approved by itself.
problem-origin-refused = This page may not do that from here. Open it by its own address.
