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
