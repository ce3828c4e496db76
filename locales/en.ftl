# Everything jobwire says in English.
#
# A text is made of parts: a part ends at a line end or at " · ". A part that names something which
# is not known ({ $summary } of a job that gave none) is left out, the rest stays.
# CODE(…) and BOLD(…) format; NOTHING() leaves out its part, for amounts not worth a word. A name
# that ends in _count is a number (of a list: its length).

### event: one message for each type of event. The value is the heading, .text what it tells.
### Whatever field an event carries can be named: { $instruction } is data.instruction, and
### { $token_usage-total_tokens } is data.token_usage.total_tokens. Endings say what a field is:
### _usd is money, _url and _links can be tapped, _seconds, _s and _ms last, _at is an instant, _id
### is short, _number is no quantity, progress is a bar.
### Fields that the text does not name follow behind it (src/message/events/unseen-fields.ts).
### { $event-message } and other { $event-… } are listed in src/message/events/event-facts.ts.
### A heading that names something unknown is replaced by .title. The ending -failed is for events
### that tell a failure, -ready for those of a build that is ready.

event-orchestrator-started = 🟢 Orchestrator started
    .text =
        version { $version } · { $workers_count ->
            [one] 1 worker
           *[other] { $workers_count } workers
        }
event-orchestrator-stopped = ⏹️ Orchestrator stopped
    .text = { $reason }
event-orchestrator-error = ❌ Orchestrator error
    .text = { $error }

event-project-registered = 📦 Project added
    .text = { CODE($path) } · default branch { CODE($default_branch) }
event-project-removed = 🗑️ Project removed
    .text = { $reason }
event-project-scanned = 🔎 Project scanned
    .text =
        { $files_count ->
            [one] 1 file
           *[other] { $files_count } files
        } · { $languages }

event-session-created = 🌱 Session opened
    .text = { $name } · branch { CODE($branch) }
event-session-state_changed = 🔁 Session changed
    .text = { $from } → { $to }
event-session-workspace_ready = 🧰 Workspace ready
    .text = { CODE($workspace) }
event-session-closed = 🏁 Session closed
    .text = { $reason }
event-session-error = ❌ Session error
    .text = { $error }

event-job-created = 🆕 New job
    .text =
        { $event-title }
        { $event-message }
        branch { CODE($branch_base) }
        budget { $budget_usd } · up to { $max_requests ->
            [one] 1 call
           *[other] { $max_requests } calls
        } · up to { $max_minutes }
event-job-updated = 🔄 { $event-status }
    .title = 🔄 Job updated
    .text =
        { $event-title }
        { $progress } · { $last_action }
        { $event-cost } · { $event-requests }
        { $pr_links }
event-job-queued = ⏳ Queued
    .text =
        { $instruction }
        { $position ->
            [1] { NOTHING() }
           *[other] position { $position } in line
        }
event-job-started = 🔧 Started
    .text =
        { $instruction }
        { $event-message }
        branch { CODE($branch) }
event-job-progress = ⚙️ { $tool }
    .title = ⚙️ At work
    .text = { CODE($file) } · { CODE($command) } · { $action } · { $message }
event-job-tool_started = ⚙️ { $tool }
    .title = ⚙️ Next step
    .text = { CODE($file) } · { CODE($command) }
event-job-tool_completed = ⚙️ { $tool } finished
    .title = ⚙️ Step finished
    .text =
        { CODE($file) } · { CODE($command) }
        exit code { $exit_code } · { $duration_seconds }
event-job-approval_needed = ⚠️ Approval needed
    .text =
        { CODE($action) }
        { $scope } · { $reason }
event-job-approval_comment = 💬 Comment by { $by }
    .title = 💬 Comment on a request
    .text =
        { $comment }
        { CODE($action) }
event-job-approved = ✅ Approved { $decided_by }
    .title = ✅ Approved
    .text =
        { CODE($action) }
        { $reason }
event-job-denied = ❌ Denied { $decided_by }
    .title = ❌ Denied
    .text =
        { CODE($action) }
        { $reason }
event-outside = decided outside, reported by { $source }
event-outside-comment = written outside, reported by { $source }
event-job-approval_canceled = 🚫 Request withdrawn { $decided_by }
    .title = 🚫 Request withdrawn
    .text =
        { CODE($action) }
        { $reason }
event-job-approval_withdrawn = 🚫 Request withdrawn { $decided_by }
    .title = 🚫 Request withdrawn
    .text =
        { CODE($action) }
        { $reason }
event-job-approval_expired = ⌛ Request expired without a decision
    .text = { CODE($action) } · { $scope }
event-job-completed = ✅ Completed
    .text =
        { $event-title }
        { $summary }
        { $event-message }
        { $files_changed_count ->
            [0] { NOTHING() }
            [one] 1 file changed
           *[other] { $files_changed_count } files changed
        } · { $diff_stat } · { $duration_seconds }
        last step { $last_action }
        { $event-cost } · { $event-requests } · { $event-tokens } · { $event-elapsed }
        { $pr_links }
event-job-completed-failed = ❌ Finished unsuccessfully
    .text =
        { $event-title }
        { $summary }
        { $error }
        { $event-message }
        { $files_changed_count ->
            [0] { NOTHING() }
            [one] 1 file changed
           *[other] { $files_changed_count } files changed
        } · { $diff_stat } · { $duration_seconds }
        last step { $last_action }
        { $event-cost } · { $event-requests } · { $event-tokens } · { $event-elapsed }
        { $pr_links }
event-job-failed = ❌ Failed
    .text =
        { $error }
        { $event-title }
        { $event-message }
        { $progress } · last step { $last_action }
        { $event-cost } · { $event-requests } · { $event-tokens } · { $event-elapsed }
        { $pr_links }
event-job-canceled = 🚫 Canceled
    .text =
        { $reason }
        { $event-title }
        { $event-message }
        { $progress } · last step { $last_action }
        { $event-cost } · { $event-requests } · { $event-tokens } · { $event-elapsed }
        { $pr_links }
event-job-resumed = ▶️ Resumed
    .text = { $event-message } · { $reason }
event-job-silent = 📡 No sign of life for { $silent_seconds }
    .title = 📡 No sign of life
    .text = Last heard { $last_sign_at }
event-job-heard = 🟢 Heard again after { $silent_seconds }
    .title = 🟢 Heard again
    .text = Silent since { $last_sign_at }

event-stage-started = ▶️ Stage { $event-stage }
    .title = ▶️ Next stage
    .text =
        { $event-message }
event-stage-completed = ☑️ Stage { $event-stage } done
    .title = ☑️ Stage done
    .text =
        { $event-message }
        { $duration_s }
event-stage-failed = ❌ Stage { $event-stage } failed
    .title = ❌ Stage failed
    .text =
        { $error }
        { $event-message }
        { $duration_s }
event-gate-pause = ⏸️ Continue after stage { $event-stage }?
    .title = ⏸️ Waiting for approval
    .text =
        { $event-message }
        { $timeout_seconds } to decide
event-gate-approved = ✅ Stage { $event-stage } approved
    .title = ✅ Approved
    .text =
        { $event-message } · { $event-decider }
        { $reason }
event-gate-rejected = ❌ Stage { $event-stage } rejected
    .title = ❌ Rejected
    .text =
        { $event-message } · { $event-decider }
        { $reason }
event-gate-auto_approved = ✅ Stage { $event-stage } approved automatically
    .title = ✅ Approved automatically
    .text =
        { $event-message }
        time to decide was { $timeout_seconds }

event-build-stage-started = 🏗️ Build stage { $event-stage }
    .title = 🏗️ Building
    .text =
        { $narration }
        { $preview_url }
        { $snapshot_url }
event-build-stage-completed = ☑️ Build stage { $event-stage } done
    .title = ☑️ Build stage done
    .text =
        { $narration }
        next { $event-next } · took { $duration_ms }
        { $preview_url }
        { $snapshot_url }
event-snapshot-updated = 📸 New snapshot
    .text =
        { $narration }
        { $snapshot_url }
        { $preview_url }
        stage { $event-next }
event-documentation-updated = 📖 Documentation updated
    .text =
        { $narration }
        { $section } · stage { $event-next }
        { $documentation_url }
        { $preview_url }
event-build-stage-started-ready = 🚀 Your build is ready
    .text =
        { $narration }
        { $preview_url }
        { $snapshot_url }
        last stage { $event-stage } · took { $duration_ms }
event-build-stage-completed-ready = { event-build-stage-started-ready }
    .text = { event-build-stage-started-ready.text }
event-build-stage-started-failed = ❌ Build failed at stage { $event-stage }
    .title = ❌ Build failed
    .text =
        { $error }
        { $narration }
        { $preview_url }
        { $snapshot_url }
event-build-stage-completed-failed = { event-build-stage-started-failed }
    .title = { event-build-stage-started-failed.title }
    .text = { event-build-stage-started-failed.text }
event-snapshot-updated-failed = { event-build-stage-started-failed }
    .title = { event-build-stage-started-failed.title }
    .text = { event-build-stage-started-failed.text }
event-documentation-updated-failed = { event-build-stage-started-failed }
    .title = { event-build-stage-started-failed.title }
    .text = { event-build-stage-started-failed.text }

event-repo-connected = 🔗 Repository connected
    .text =
        { CODE($full_name) } · access via { $access_type }
        { $clone_url }
event-repo-sync-started = 🔄 Sync started
    .text = { $sync_type } · trigger: { $trigger } · repository { $repository_id }
event-repo-sync-completed = ☑️ Sync done
    .text =
        { $files_processed ->
            [0] { NOTHING() }
            [one] 1 file
           *[other] { $files_processed } files
        } · { $chunks_indexed ->
            [0] { NOTHING() }
            [one] 1 chunk
           *[other] { $chunks_indexed } chunks
        } · { $detected_changes_count ->
            [0] nothing changed
            [one] 1 change
           *[other] { $detected_changes_count } changes
        }
        { CODE($detected_changes) }
        repository { $repository_id }
event-discovery-started = 🔎 Discovery started
    .text = { $discovery_type } · repository { $repository_id }
event-discovery-completed = 🧭 Discovery done
    .text =
        { $detected_stack-language } · { $detected_stack-framework } · { $detected_stack-database }
        services { $service_boundaries }
        risk score { $risk_score } · repository { $repository_id }
event-feature-request-created = 💡 Feature request
    .text =
        { $title }
        { $description }
        by { $requester_id }
event-planning-started = 🗺️ Planning started
    .text =
        feature request { $feature_request_id } · plan { $execution_plan_id }
        planner { $planner_agent_id }
event-planning-completed = 🗺️ Plan ready
    .text =
        { $event-phases }
        affects { $blast_radius-repositories_affected }
        { $blast_radius-files_affected ->
            [0] { NOTHING() }
            [one] 1 file
           *[other] { $blast_radius-files_affected } files
        } · { $blast_radius-api_endpoints_changed ->
            [0] { NOTHING() }
            [one] 1 endpoint
           *[other] { $blast_radius-api_endpoints_changed } endpoints
        } · plan { $execution_plan_id }
event-agent-execution-started = 🤖 Agent started: { $agent_type }
    .title = 🤖 Agent started
    .text =
        { $input_data-requirements }
        { CODE($input_data-files_to_modify) }
        phase { $phase_number } · plan { $execution_plan_id }
event-agent-execution-completed = ☑️ Agent done
    .text =
        { $output_data-changes_summary }
        { $output_data-files_modified_count ->
            [0] { NOTHING() }
            [one] 1 file changed
           *[other] { $output_data-files_modified_count } files changed
        } · { $output_data-tests_generated_count ->
            [0] { NOTHING() }
            [one] 1 new test
           *[other] { $output_data-tests_generated_count } new tests
        } · { $token_usage-total_tokens ->
            [0] { NOTHING() }
            [one] 1 token
           *[other] { $token_usage-total_tokens } tokens
        }
        execution { $agent_execution_id }
event-agent-execution-failed = ❌ Agent failed
    .text =
        { $error_message }
        { $error_type } · { $retry_count ->
            [0] { NOTHING() }
            [one] after 1 retry
           *[other] after { $retry_count } retries
        }
        execution { $agent_execution_id }
event-pr-created = 🔀 Pull request #{ $pr_number }
    .title = 🔀 New pull request
    .text =
        { $title }
        branch { CODE($branch_name) }
        { $url }
event-pr-merged = 🎉 Pull request merged
    .text = by { $merged_by } · commit { CODE($merge_commit_sha) } · pull request { $pull_request_id }

event-task-created = 📝 New task
    .text = { $title } · { CODE($task_id) }
event-task-claimed = 🙋 Task claimed
    .text = { CODE($task_id) } · by { $session }
event-task-status_changed = 🔁 Task status
    .text = { CODE($task_id) } · { $from } → { $to }
event-task-completed = ☑️ Task done
    .text = { $title } · { CODE($task_id) }

event-coordination-message_sent = 💬 { $from } → { $to }
    .title = 💬 Message
    .text =
        { $text }
        { $message }
event-coordination-export_declared = 📤 Export declared
    .text = { CODE($symbol) } · { CODE($file) }
event-coordination-conflict_detected = 💥 Conflict
    .text =
        { CODE($files) }
        sessions { $sessions }
event-coordination-sync_point_reached = 🤝 Sync point reached
    .text = { $name } · { $sessions }

# Types that have no text of their own: the type, then what the event carries.
event-unknown = 📋 { $type }
event-unknown-failed = ❌ { $type }
event-field = { $name }: { $value }
event-field-block = { $name }:{ $value }
event-more-fields =
    … and { $count ->
        [one] 1 more field
       *[other] { $count } more fields
    }

# Who decided, inside a text.
event-by-person = by { $who }
event-by-timeout = automatically when the time ran out
event-by-policy = automatically by policy

# Of a job.
event-status-pending = Waiting to start
event-status-queued = Queued
event-status-running = Running
event-status-paused = Paused
event-status-waiting = Waiting
event-status-completed = Completed
event-status-failed = Failed
event-status-cancelled = Canceled
event-status-canceled = Canceled
event-progress = { $bar } { $percent } %
event-cost = { $cost }
event-cost-of = { $cost } of { $budget }
event-cost-over = { $cost } of { $budget } (over budget)
event-requests =
    { $made ->
        [one] 1 call
       *[other] { $made } calls
    }
event-requests-of =
    { $most ->
        [one] { $made } of 1 call
       *[other] { $made } of { $most } calls
    }

# One phase of a plan.
event-phase = { $name } · { $agent } · { $duration } · { $risk }
event-phase-named = { $number }. { $name }
event-phase-unnamed = Phase { $number }
event-risk = risk { $level }
event-risk-low = low risk
event-risk-medium = medium risk
event-risk-high = high risk
event-risk-critical = critical risk

event-seconds = { $seconds } s
event-minutes =
    { $seconds ->
        [0] { $minutes } min
       *[other] { $minutes } min { $seconds } s
    }
event-hours =
    { $minutes ->
        [0] { $hours } h
       *[other] { $hours } h { $minutes } min
    }
event-yes = yes
event-no = no
event-list-more = +{ $count } more

### headline: the first line of a message about a job whose title is known. { $title } may be shortened.

headline-job-created = 🆕 New job: { $title }
headline-job-queued = ⏳ { $title } queued
headline-job-started = 🔧 { $title } started
headline-job-completed = ✅ { $title } done
headline-job-completed-failed = ❌ { $title } finished unsuccessfully
headline-job-failed = ❌ { $title } failed
headline-job-canceled = 🚫 { $title } canceled
headline-job-resumed = ▶️ { $title } resumed
# Any other state: what the message would say without a title.
headline-other = { $title }: { $state }
event-percent = { $percent } %
event-tokens =
    { $count ->
        [one] 1 token
       *[other] { $count } tokens
    }

### field: what a field is called where no text names it; others are called by their own name

field-duration = duration
field-ms = duration
field-seconds = duration
field-elapsed = elapsed
field-took = took
field-timeout = time limit
field-deadline = deadline
field-cost = cost
field-price = price
field-budget = budget
field-amount = amount
field-branch = branch
field-branch_name = branch
field-branch_base = base branch
field-base_branch = base branch
field-default_branch = default branch
field-commit = commit
field-commit_sha = commit
field-sha = commit
field-commits = commits
field-model = model
field-model_cto = planning model
field-model_coder = coding model
field-tokens = tokens
field-total_tokens = tokens
field-token_usage = tokens
field-tokens_in = tokens in
field-tokens_out = tokens out
field-input_tokens = tokens in
field-output_tokens = tokens out
field-prompt_tokens = tokens in
field-completion_tokens = tokens out
field-exit_code = exit code
field-code = code
field-retries = retries
field-retry_count = retries
field-attempt = attempt
field-attempts = attempts
field-max_attempts = attempts at most
field-url = link
field-link = link
field-preview = preview
field-logs = logs
field-pr = pull request
field-pr_number = pull request
field-host = host
field-hostname = host
field-server = server
field-port = port
field-environment = environment
field-env = environment
field-region = region
field-cluster = cluster
field-service = service
field-services = services
field-component = component
field-version = version
field-release = release
field-build = build
field-image = image
field-tag = tag
field-tags = tags
field-started = started
field-start_time = started
field-finished = finished
field-completed = completed
field-ended = ended
field-end_time = ended
field-created = created
field-updated = updated
field-expires = expires
field-timestamp = time
field-time = time
field-file = file
field-files = files
field-files_changed = files changed
field-files_modified = files changed
field-files_count = files
field-diff_stat = changes
field-changes = changes
field-lines = lines
field-line = line
field-path = path
field-folder = folder
field-workspace = workspace
field-command = command
field-tool = tool
field-error = error
field-errors = errors
field-error_message = error
field-error_type = kind of error
field-error_code = error code
field-warnings = warnings
field-reason = reason
field-result = result
field-results = results
field-output = output
field-note = note
field-notes = notes
field-comment = comment
field-summary = summary
field-status = status
field-state = state
field-phase = phase
field-step = step
field-steps = steps
field-stage = stage
field-last_action = last step
field-name = name
field-title = title
field-type = kind
field-kind = kind
field-user = user
field-author = author
field-owner = owner
field-assignee = assigned to
field-requester = asked by
field-requested_by = asked by
field-decided_by = decided by
field-by = by
field-from = from
field-to = to
field-where = where
field-repository = repository
field-repo = repository
field-project = project
field-session = session
field-sessions = sessions
field-job = job
field-task = task
field-instruction = task
field-agent = agent
field-agent_type = agent
field-worker = worker
field-workers = workers
field-queue = queue
field-position = position
field-priority = priority
field-severity = severity
field-level = level
field-risk = risk
field-risk_level = risk
field-score = score
field-progress = progress
field-percent = share
field-coverage = coverage
field-count = count
field-total = total
field-size = size
field-memory = memory
field-tests = tests
field-passed = passed
field-failed = failed
field-skipped = skipped
field-language = language
field-languages = languages
field-scope = scope
field-action = action
field-context = context
field-success = success
field-requests_made = calls
field-max_requests = calls at most
field-max_minutes = time at most
field-on_timeout = if nobody decides

### value: common words of states and kinds, as they follow a label

value-open = open
value-closed = closed
value-in_progress = in progress
value-done = done
value-idle = idle
value-running = running
value-waiting = waiting
value-waiting_approval = waiting for approval
value-blocked = blocked
value-paused = paused
value-pending = pending
value-queued = queued
value-completed = completed
value-failed = failed
value-canceled = canceled
value-cancelled = canceled
value-success = success
value-full = full
value-incremental = incremental
value-manual = manual
value-schedule = schedule
value-scheduled = schedule
value-approve = approved
value-deny = denied
value-expire = expires
value-low = low
value-medium = medium
value-high = high
value-critical = critical

### card: the live card of a job (keys card-*)

card-queued = ⏳ { $title } · { $project }
card-started = 🔧 { $title } · { $project }
card-running = 🔄 { $title } · { $project }
card-waiting = ⏸️ { $title } waits for approval · { $project }
card-completed = ✅ { $title } done · { $project }
card-failed = ❌ { $title } failed · { $project }
card-canceled = 🚫 { $title } canceled · { $project }
card-progress = { $bar } · { $step }
card-step = ▸ { $step }
card-step-done = ✓ { $step }
card-steps = { $count } steps
card-facts = { $steps } · { $cost } · { $requests } · { $elapsed } · { $job }
card-silent = 📡 No sign of life since { $at }
card-button-log = 📜 Log
card-button-mute = 🔕 Mute

### look: pages of jobs, sessions and events (keys look-*)

look-jobs = 📋 Jobs
look-which-job = 📋 Which job?
look-no-jobs = 📋 No jobs yet. I list them here as soon as one reports something. /subscriptions shows what this chat follows.
    .topic = 📋 No jobs yet. I list them here as soon as one reports something. /subscriptions shows what this topic follows.
look-job-queued = ⏳ { $title }
look-job-running = 🔄 { $title }
look-job-waiting = ⏸️ { $title }
look-job-completed = ✅ { $title }
look-job-failed = ❌ { $title }
look-job-canceled = 🚫 { $title }
look-waiting =
    { $count ->
        [one] ⚠️ 1 request waits
       *[other] ⚠️ { $count } requests wait
    }
look-running =
    { $project } · for { $elapsed } · { $cost }
    { $bar } · { $requests } · 📡 silent since { $silent }
look-ended =
    { $project } · { $ago }
    took { $took } · { $cost }
look-times = Session { $session } · started { $started } · last sign { $updated }
look-times-ended = Session { $session } · started { $started } · ended { $updated }
look-request = ⚠️ { $action } · ⏳ { $left } left
look-requests-how = /approvals shows what waits, with buttons to decide.
look-button-back = ‹‹ Back
look-button-history = 🕘 History
look-button-unmute = 🔔 Unmute
look-button-stop = ⏹️ Stop the log
look-which-project = Several projects have a job of this id. Which one?
look-session = 🗂️ Session { $id }
look-session-gone = I no longer have jobs of this session.
look-sessions = 🗂️ Sessions
look-no-sessions = 🗂️ No sessions yet. I list them here as soon as a job of one reports something.
look-session-line = { $id } · { $project }
look-session-facts =
    { $running } running · { $jobs ->
        [one] 1 job
       *[other] { $jobs } jobs
    } · { $ago }
look-history = 🕘 { $of }
look-everything = Everything
look-history-none = Nothing has happened here yet.
look-history-of = 🕘 History of what?
look-history-which = 🕘 Several fit. Which one?
look-no-subject = There is no project or job { $id }.
look-no-count = { $given } is not a number of events from 1 to { $most }.
why-how = Reply with /why to one of my messages, and I say what brought it here.
why-not-mine = I can say that only of my own messages.
why-asked = Somebody asked me for this here, by a command or a button.
why-unknown = I don't know any more what this message was about. I remember the last 128 messages of a chat, for 7 days.
why-card = 🔄 { $title }
why-digest = 📂 Several events
why-because = It is here because of:
why-everything = • everything · followed by { $who }
why-project = • project { $id } · followed by { $who }
why-session = • session { $id } · followed by { $who }
why-job = • job { $id } · followed by { $who }
why-you = you
why-route = • a route in the policy file · project { $project } · session { $session } · job { $job } · { $types } · it posts { $level }
why-recipient = • its sender, who names this chat
why-admin = • your role as admin: nobody else who may decide gets this request
why-opened = Nothing that this chat follows brings it here: somebody opened it from a list, or another chat could not show it.
    .topic = Nothing that this topic follows brings it here: somebody opened it from a list, or another chat could not show it.
why-nothing = Nothing that this chat follows brings it here now. That was changed since.
    .topic = Nothing that this topic follows brings it here now. That was changed since.
why-muted = 🔕 This job is muted here: until it ends, only its requests come.
why-change = To change that: /unsubscribe, /level, /cards
look-gone = This page is too old. Please send the command again.
look-turned = ↻

### alerts: failures (keys alerts-*)

alert-fixed = ✅ fixed { $after } later
alert-seen = 👀 seen by { $who }, { $at }
alert-facts = { $step } · { $cost } · { $elapsed } · { $session } · { $job }
alert-button-error = 📎 Full error
alert-button-mute = 🔕 Mute this job
alert-button-seen = 👀 Seen
alert-error-file = 📎 The full error of { $title }
alert-gone = I no longer have this failure.
alert-seen-already = { $who } has already seen this.
job-gone = I no longer have this job.
job-muted = 🔕 Muted until it ends. Requests still come. Tap again to hear it.
job-unmuted = 🔔 I post about this job again.
job-log-opened = 📜 The log is below
job-log-file = 📄 The file follows
alerts-many = ❌ { $count } failures

### digest: several events in one message

digest-group = 📂 { $label } · { $project }
# Of a job: its newest event, and how many others there were.
digest-line = { $line } · +{ $count } more
digest-more = … and { $count } more
digest-show-all = Show all
digest-shown = All of it is below
digest-gone = I no longer have these events.
digest-file =
    📎 { $count ->
        [one] The event
       *[other] All { $count } events
    } of this digest; times are in UTC
digest-file-cut = 📎 The first { $count } events of this digest; times are in UTC

### summary: what came while a chat was muted or had quiet hours

# Lock screens show 60 characters of it. { $what } are counts, like summary-count-failed.
summary-title = 🌅 While it was quiet: { $what }
summary-title-news = 🌅 While it was quiet: nothing failed, waits or ended
summary-count-failed = { $count } failed
summary-count-waiting = { $count } waiting
summary-count-done = { $count } done
summary-failed = Failed: { $count }
summary-waiting = Waiting for a decision: { $count } · /approvals
summary-done = Finished: { $count }
summary-request = ⏳ { $request }
summary-fixed =
    🔧 { $count ->
        [one] 1 failure was fixed meanwhile
       *[other] { $count } failures were fixed meanwhile
    }
summary-others =
    { $count ->
        [one] 1 other event
       *[other] { $count } other events
    }

### approval: a request and what became of it

# Lock screens show 60 characters of it. { $ask } is a question of approval-ask, and what it is about.
approval-headline-open = ⚠️ { $ask } · { $project }
approval-headline = { $ask } · { $project }
approval-ask = Approve?
approval-ask-scope = { $scope }?
approval-ask-only-scope = Approve { $scope }?
# Of a job in stages: it waits behind this stage.
approval-ask-gate = Continue after stage { $stage }?
approval-gate = Continue after stage { $stage }?
approval-details =
    Stage: { $stage }
    Scope: { $scope }
approval-ids = { $project } · { $session } · { $job } · id { $id }
approval-commits =
    { $count ->
        [one] 1 commit
       *[other] { $count } commits
    }
# What a producer calls and says; the dot tells it from lines of ours.
list-separator = ,
approval-counted = { $count }: { $items }
approval-field = · { $name }: { $value }
approval-files =
    { $count ->
        [one] 1 file changed
       *[other] { $count } files changed
    }
approval-asked = Asked by { $who }
# { $names } are people with ✓ or ✗ behind each.
approval-votes =
    🗳️ { $required ->
        [one] { $given } of 1 approval
       *[other] { $given } of { $required } approvals
    } · { $denials } of { $needed } denials · { $names }
approval-votes-other = 🗳️ Other votes: { $names }
approval-approvers = 👥 May decide: { $who }
approval-approvers-also = 👥 … and only if also among: { $who }
approval-approvers-nobody = 👥 By policy nobody may decide this
approval-role-viewer = viewers
approval-role-approver = approvers
approval-role-admin = admins
approval-people =
    { $count ->
        [one] 1 named person
       *[other] { $count } named people
    }
approval-reason-deny = ✍️ A denial needs a reason
approval-reason-both = ✍️ Every decision needs a reason
approval-problem-end = ❗ The request gives a deadline that I can't read, so it does not count
approval-problem-timeout = ❗ The request gives a timeout that I can't read, so it does not count
approval-problem-over = ❗ This had expired before the request arrived
approval-problem-silence = ❗ The request wants silence to count as approval; here it does not
approval-diff-left-out = The diff is too long to show here …
approval-part = 📄 { CODE($id) }, what is to be done, part { $part } of { $parts }
approval-in-parts =
    📄 { $count ->
        [one] In full in the message above
       *[other] In full in the { $count } messages above
    }
approval-in-file = 📎 Shortened here; in full in the file above
approval-not-whole = ⚠️ Too long to show here in full, so you can't approve it here.
approval-instead = 📍 Shown here because it could not be shown in { $chat }
approval-changed = ✏️ Changed { $at } – earlier votes no longer count
approval-changed-sometime = ✏️ Changed – earlier votes no longer count
# A file with the whole request, and the headings in it.
approval-file = 📎 The whole request { CODE($id) }
approval-file-action = What is to be done:
approval-file-stage = Stage:
approval-file-scope = Scope:
approval-file-reason = Why:
approval-file-requester = Asked by:
approval-file-project = Project:
approval-file-session = Session:
approval-file-job = Job:
approval-file-context = Context:
approval-file-diff = Diff:

approval-superseded = 🔁 { BOLD("Changed") } { $at } · the new version is in a message of its own
approval-reminder = 🔔 { $ask } · { $project }
approval-left = ⏳ { $left } left ({ $at }) · asked by { $who }
approval-left-deny = ⏳ { $left } left ({ $at }), then denied · asked by { $who }
approval-left-approve = ⏳ { $left } left ({ $at }), then approved automatically · asked by { $who }
approval-left-none = ⏳ Time is up ({ $at }) · asked by { $who }
approval-days =
    { $hours ->
        [0] { $days } days
       *[other] { $days } days { $hours } h
    }

approval-button-approve = ✅ Approve
approval-button-deny = ❌ Deny
approval-button-note = ✅✍️ With a note
approval-button-reason = ❌✍️ With a reason

# The question for a reason, to the person who decides.
approval-question-deny =
    ✍️ { $who }, why do you deny this? { $action }
    Reply to this message with your reason; your decision counts only then.
approval-question-approve =
    ✍️ { $who }, why do you approve this? { $action }
    Reply to this message with your reason; your decision counts only then.
approval-question-note =
    ✍️ { $who }, what is your note on the approval? { $action }
    Reply to this message with it; your approval counts only then.
approval-question-placeholder = Your reason
approval-question-note-placeholder = Your note

# What became of it. { $at } is a time of day, with the date when it is another day.
approval-approved =
    ✅ { BOLD("Approved") } by { $who }, { $at } · { $via }
    Reason: { $reason }
approval-approved-unnamed =
    ✅ { BOLD("Approved") }, { $at }
    Reason: { $reason }
approval-approved-timeout =
    ✅ { BOLD("Approved automatically") } when the time ran out, { $at }
    Reason: { $reason }
approval-approved-policy =
    ✅ { BOLD("Approved automatically") } by policy, { $at }
    Reason: { $reason }
approval-approved-elsewhere =
    ✅ { BOLD("Approved outside") } by { $who }, { $at } · stated by { $source }
    Reason: { $reason }
approval-approved-elsewhere-automatically =
    ✅ { BOLD("Approved automatically") } outside, { $at } · stated by { $source }
    Reason: { $reason }
approval-denied-elsewhere-automatically =
    ❌ { BOLD("Denied automatically") } outside, { $at } · stated by { $source }
    Reason: { $reason }
approval-denied =
    ❌ { BOLD("Denied") } by { $who }, { $at } · { $via }
    Reason: { $reason }
approval-denied-unnamed =
    ❌ { BOLD("Denied") }, { $at }
    Reason: { $reason }
approval-denied-timeout =
    ❌ { BOLD("Denied automatically") } when the time ran out, { $at }
    Reason: { $reason }
approval-denied-policy =
    ❌ { BOLD("Denied automatically") } by policy, { $at }
    Reason: { $reason }
approval-denied-elsewhere =
    ❌ { BOLD("Denied outside") } by { $who }, { $at } · stated by { $source }
    Reason: { $reason }
approval-expired = ⌛ { BOLD("Expired") } without a decision, { $at }; it is not approved
approval-canceled = 🚫 { BOLD("Withdrawn") }: the job ended, { $at }
approval-canceled-completed = 🚫 { BOLD("Withdrawn") }: the job is done, { $at }
approval-canceled-failed = 🚫 { BOLD("Withdrawn") }: the job failed, { $at }
approval-canceled-canceled = 🚫 { BOLD("Withdrawn") }: the job was canceled, { $at }
approval-canceled-by =
    🚫 { BOLD("Withdrawn") } by { $who }, { $at }
    Reason: { $reason }
approval-canceled-because =
    🚫 { BOLD("Withdrawn") }, { $at }
    Reason: { $reason }
approval-via-web = on the web
approval-via-cli = on the command line
# One of several who decided together.
approval-reason-of = { $who }: { $reason }

# What the job makes of a decision.
approval-awaited = 📨 Saved. Waiting for the job.
approval-picked-up = ▶️ Picked up by the job at { $at }
approval-unheard =
    ⚠️ No reaction from the job for 1 min. I sent the decision again ({ $at }).
    It stands; check that the job still runs.

### bundle: several requests in one message

# Lock screens show it.
bundle-open =
    { $count ->
        [one] ⚠️ 1 request · { $project }
       *[other] ⚠️ { $count } requests · { $project }
    }
bundle-some =
    { $open ->
        [one] ⚠️ 1 of { $count } requests waits · { $project }
       *[other] ⚠️ { $open } of { $count } requests wait · { $project }
    }
bundle-done = ☑️ { $count } requests · { $project }
bundle-projects =
    { $count ->
        [one] 1 project
       *[other] { $count } projects
    }
# A decided request: what became of it, what it was, why.
bundle-settled = { $outcome } · { $action } · “{ $reason }”
bundle-changed = 🔁 { BOLD("Changed") }, in a message of its own · { $action }
bundle-apart = ⤵️ In a message of its own · { $action }
bundle-too-long = ✂️ Too long by now to decide all at once; decide one by one.
bundle-elsewhere = These requests are in another message here.
bundle-button-approve = ✅ Approve all ({ $count })
bundle-button-deny = ❌ Deny all
bundle-button-split = 🔍 One by one

### standing: approvals of later requests like one, in advance

standing-days =
    { $count ->
        [one] 1 day
       *[other] { $count } days
    }
standing-hours = { $count } h
standing-minutes = { $count } min
standing-seconds = { $count } s
standing-button-session = ✅⏱ Approve for { $time } in this session
standing-button-job = ✅⏱ Approve for { $time } in this job
standing-button-project = ✅⏱ Approve for { $time } in this project
# What the third button does. { $action } is a pattern, or "the same action".
standing-offer-session = ⏱ The third button also approves, for { $time }, later requests of this session for { $action } with the same scope and context
standing-offer-job = ⏱ The third button also approves, for { $time }, later requests of this job for { $action } with the same scope and context
standing-offer-project = ⏱ The third button also approves, for { $time }, later requests of this project for { $action } with the same scope and context
standing-same = the same action
standing-given-session = ⏱ { $who } approved later requests of this session for { $action } too, until { $until } (/standing)
standing-given-job = ⏱ { $who } approved later requests of this job for { $action } too, until { $until } (/standing)
standing-given-project = ⏱ { $who } approved later requests of this project for { $action } too, until { $until } (/standing)
standing-approved =
    ✅ { BOLD("Approved in advance") } by { $who }, { $at }
    Reason: { $reason }
standing-stop = ⏹ Approve no more of these in advance
standing-given = ✅⏱ Approved, and later ones like it too. /standing stops that.
standing-stopped = ⏹ Stopped. Later requests like it wait for a decision again.
standing-over = This has ended already. Later requests like it wait for a decision.
standing-forbidden = Only its giver and those who may decide such requests can stop this. Nothing was changed.
standing-none = Nothing is approved in advance.
standing-title = ⏱ Approved in advance
# { $action } is an action or a pattern, { $within } an id.
standing-item-session =
    { $action } · { $scope } · { $project } · session { $within }
    { $who } until { $until } · { $count ->
        [0] not used yet
        [one] used once
       *[other] used { $count } times
    }
standing-item-job =
    { $action } · { $scope } · { $project } · job { $within }
    { $who } until { $until } · { $count ->
        [0] not used yet
        [one] used once
       *[other] used { $count } times
    }
standing-item-project =
    { $action } · { $scope } · { $project } · whole project
    { $who } until { $until } · { $count ->
        [0] not used yet
        [one] used once
       *[other] used { $count } times
    }
standing-how = ⏹ stops one at once: later requests like it wait for a decision again.

### tail: a job's log in one message

tail-title = 📜 Log of { CODE($job) }
tail-titled = 📜 Log: { $title } · { CODE($job) }
tail-waiting = ⏳ No lines yet · since { $since }
tail-live = 🟢 Live since { $since } · { $count }
tail-paused = ⏸️ Paused at { $since } · { $count }
tail-complete = 🏁 Complete at { $since } · { $count }
tail-complete-empty = 🏁 Complete: the log is empty
tail-stopped = ⏹️ Stopped at { $since } · { $count }
tail-expired = ⏹️ Ended after 12 hours. Send /tail to continue.
tail-revoked = ⏹️ Ended: this log may no longer be shown here.
tail-button-pause = ⏸️ Pause
tail-button-resume = ▶️ Go on
tail-button-full = 📄 Full log
tail-button-short = 🕗 Short times
tail-button-long = 🕗 Full times
tail-cut = newest { $shown } of { $all } lines
tail-lines =
    { $all ->
        [one] 1 line
       *[other] { $all } lines
    }
log-file-whole = 📄 Log of { CODE($job) } · { $size }
log-file-cut =
    📄 Log of { CODE($job) } · { $size }
    Only the newest part: Telegram takes no larger file from me.
log-file-none = 📄 There is no log of { CODE($job) } that I may show here.
log-file-failed = ⚠️ I could not send the log of { CODE($job) } as a file. Please try again later.

### command: what the bot answers to commands (keys command-*, reply-*)

command-approvals = Requests waiting for a decision
command-approvals-usage = /approvals
command-approve = Approve a request
command-approve-usage = /approve <id> [note]
command-approve-example = /approve 4f1c looks good
command-deny = Deny a request
command-deny-usage = /deny <id> [reason]
command-deny-example = /deny 4f1c not before the release
command-standing = What was approved in advance, and stop it
command-standing-usage = /standing
command-jobs = What runs now and what ended last
command-jobs-usage = /jobs
command-job = One job in full
command-job-usage = /job [id]
command-sessions = Sessions and what runs in them
command-sessions-usage = /sessions
command-why = What brought a message here: reply to it
command-why-usage = /why
command-history = The newest events of a project or a job
command-history-usage = /history [project|job] [number, 1 to 30]
command-tail = Follow a job's log live
command-tail-usage = /tail [session|job] [id] [lines, 1 to 200] [short]
command-stop = Stop the live logs in this chat
command-stop-usage = /stop [job id]
command-level = How much I post here
command-level-usage = /level [all|results|errors|approvals|off]
    .topic = /level [all|results|errors|approvals|off|group]
command-cards = How I show running jobs here
command-cards-usage = /cards [on|off]
    .topic = /cards [on|off|group]
command-mute = Be quiet here for a while, or about one job
command-mute-usage = /mute <30m|2h|until 08:00> [job], /mute <job>
command-unmute = Post here, or about a job, again
command-unmute-usage = /unmute [job]
command-quiet = Hours in which I leave this chat alone
command-quiet-usage = /quiet <22:00-07:00|off> [time zone]
command-subscribe = Follow a project, a session or a job
command-subscribe-usage = /subscribe <project|session|job> <id>
command-unsubscribe = Unfollow a project, a session or a job
command-unsubscribe-usage = /unsubscribe <project|session|job> <id>
command-subscriptions = What this chat follows
command-subscriptions-usage = /subscriptions
command-language = Language of this chat
command-language-usage = /language [code]
command-whoami = Your user id and roles
command-whoami-usage = /whoami
command-help = All commands, or one in detail
command-help-usage = /help [command]
command-start = Greeting; switches me on again here
command-start-usage = /start [code]
command-invite = Invite somebody by a link
command-invite-usage = /invite <viewer|approver|admin> [project]
command-members = Who may do what, and open invitations
command-members-usage = /members
command-grant = Give a person a role
command-grant-usage = /grant <Telegram id> <viewer|approver|admin> [project] [as <user id>]
command-revoke = Take roles from a person
command-revoke-usage = /revoke <Telegram id> [viewer|approver|admin] [project]
command-dlq = Messages that could not be processed
command-dlq-usage = /dlq [retry|drop <id|all>]
command-health = Is everything working?
command-health-usage = /health [seen]

reply-usage =
    Usage: { $usage }
    Example: { $example }
reply-ago = { $duration } ago
# What was wrong with the arguments of a command.
reply-surplus = { $given } is one word too many.
reply-no-word = I don't understand { $given } here.
reply-missing-id = The id is missing.
reply-missing-project = The project is missing: you give roles for projects of which you are an admin.
reply-id-too-long = That id is too long; at most { $most } characters.
reply-no-kind = I can't follow { $given }. You can choose a project, a session or a job.
reply-missing-kind = What do you mean? A project, a session or a job.
reply-no-level = There is no level { $given }.
reply-no-role-called = There is no role { $given }. Choose viewer, approver or admin.
reply-missing-role = The role is missing: viewer, approver or admin.
reply-no-user-id = { $given } is not a Telegram user id. It is a number; /whoami shows a person's own.
reply-missing-user-id = The Telegram user id is missing. It is a number; /whoami shows a person's own.
reply-no-lines = { $given } is not a number of lines from 1 to { $most }.
reply-no-command = There is no command { $given }. /help lists all.
reply-unknown-command = I don't know this command. /help lists all.
reply-plain-words = I only understand commands: /jobs shows what runs, /approvals what waits for a decision. /help lists everything.
reply-stale = I was away when you wrote this, so I did nothing. Please send it again.
reply-more-in-private = I may be able to show you more in private: { $link }
reply-only-in-private = I answer that in our private chat: { $link }
reply-hidden-admin = You write as the group, so I can't know who you are. Turn off “Remain anonymous” in your admin rights, or write to me in private: { $link }
reply-as-channel = You write as a channel, so I can't know who you are. Write under your own name, or to me in private: { $link }
reply-channel = I don't work in channels. Add me to a group, or write to me in private: { $link }
reply-failed = Something went wrong on my side. Please try again.
reply-several = Several ids begin like this: { $ids } · and { $more } more
reply-more = … and { $count } more

reply-start-greeting = 👋 Hello { $name }, I am jobwire. I post what your jobs do and ask you when they need a decision.
reply-start-change-private = /level sets how much I post, /subscribe and /unsubscribe about what. /help lists everything else.
reply-start-change-group = Choose what I post here with /subscribe, for example /subscribe project acme/web. /level sets how much. /help lists everything else.
reply-hello =
    👋 Hello, I am jobwire. I post what jobs do and ask when they need a decision.
    Anyone with a role: choose what I post here with /subscribe.
reply-no-role =
    You have no role here yet, so I can't show you anything. Your user id is { $id }.
    Ask an admin of this bot for an invitation (/invite), or to send: { $grant }
reply-no-admin = Nobody is an admin here yet. If you run this bot: open the link that it printed when it started. It counts for 10 minutes; each start prints a new one.
reply-invite-first-admin =
    🔑 You are the first admin of this bot.
    { $may }
    Invite others with /invite.
reply-invite-accepted =
    🔑 You accepted an invitation. You are now: { $roles }
    { $may }
reply-invite-which = What may the person you invite do?
reply-invite-meaning-viewer = viewer: see what jobs do
reply-invite-meaning-approver = approver: also decide requests
reply-invite-meaning-admin = admin: everything, also invite others
reply-invite-where =
    Invite for which project? Role: { $role }
    You can invite only for: { $where }
reply-invite-all = All projects
reply-invite-made =
    ✉️ Invitation: { $role }
    Send this link to one person. Whoever opens it first gets the role. It works once, within { $hours } h: until { $until }.
    { $link }
    Or the code alone, to send me after /start:
    { $code }
reply-invite-revoke = ✖️ Revoke
reply-invite-revoked = ✖️ This invitation was revoked: { $role }
reply-members = 👥 People: { $people } · open invitations: { $invitations }
reply-member = { $name } · { $id } · { $roles } · { $more } · { $setting }
reply-member-invitation = { $at }. ✉️ { $role } · by { $by } · until { $until }
reply-members-how = ✖️ revokes an invitation.
reply-invite-held = You already have: { $roles }. This invitation gives you nothing more, and you have not used it up.
reply-invite-invalid = This invitation is not valid, or not any more. Ask whoever sent it for a new one.
reply-invite-throttled = Too many invitations that are not valid. You can try again in { $count } min.
reply-invite-taken = 🔑 { $who } ({ $id }) accepted your invitation: { $role }

reply-gets = This chat follows:
    .topic = This topic follows:
reply-nothing-subscribed = This chat follows nothing yet.
    .topic = This topic follows nothing yet.
reply-subscription-everything = • everything
reply-subscription-everything-in = • everything in { $projects } · +{ $more }
reply-subscription-project = • project { $id }
reply-subscription-session = • session { $id }
reply-subscription-job = • job { $id }
reply-subscribed =
    ✅ This chat now follows:
    { $what }
    .topic =
        ✅ This topic now follows:
        { $what }
reply-subscribed-ahead =
    ✅ This chat now follows:
    { $what }
    Nothing from it yet. I'll post as soon as something arrives.
    .topic =
        ✅ This topic now follows:
        { $what }
        Nothing from it yet. I'll post as soon as something arrives.
reply-unsubscribed =
    ✅ This chat no longer follows:
    { $what }
    .topic =
        ✅ This topic no longer follows:
        { $what }
reply-narrow =
    This chat follows:
    { $now }
    { $id } is part of that. Only { $id }, or everything as now?
    .topic =
        This topic follows:
        { $now }
        { $id } is part of that. Only { $id }, or everything as now?
reply-narrow-only = Only { $id }
reply-narrow-keep = Everything as now
reply-narrow-by-hand =
    This chat follows:
    { $now }
    { $id } is part of that. Nothing was changed. To follow only { $id }, first end the rest with /unsubscribe.
    .topic =
        This topic follows:
        { $now }
        { $id } is part of that. Nothing was changed. To follow only { $id }, first end the rest with /unsubscribe.
reply-narrowed =
    ✅ This chat now follows only:
    { $what }
    .topic =
        ✅ This topic now follows only:
        { $what }
reply-not-narrowed =
    Nothing was changed. This chat follows:
    { $now }
    .topic =
        Nothing was changed. This topic follows:
        { $now }
reply-still-followed =
    It still comes as part of:
    { $rest }
reply-subscribe-which = I have seen nothing called { $id } yet, but these begin like it. Which one do you mean?
reply-as-typed = { $id } as typed
reply-topics-follow = Topics that have not set this themselves follow.
reply-group-word = Group
reply-group-button = ↩️ As in the group
reply-group-not-followed = This topic has settings of its own.
reply-group-followed = ↩️ This topic now has this as the group has it.
reply-changed-by = Changed by { $who }
reply-change-forbidden = Only an approver or admin of everything this concerns can change what I post here. Nothing was changed.
reply-not-subscribed = This chat doesn't follow that. /subscriptions lists what it follows.
    .topic = This topic doesn't follow that. /subscriptions lists what it follows.
reply-no-project = There is no project { $id }.

reply-level-is = I post here: { $level }
reply-level-set = ✅ I now post here: { $level }
reply-level-all = all
reply-level-results = results
reply-level-errors = errors
reply-level-approvals = approvals
reply-level-off = off
reply-level-all-posts = everything
reply-level-results-posts = starts, outcomes, failures and requests
reply-level-errors-posts = failures and requests
reply-level-approvals-posts = requests and their outcomes
reply-level-off-posts = nothing
reply-level-all-meaning = • all: everything this chat follows
    .topic = • all: everything this topic follows
reply-level-results-meaning = • results: what started, what became of it, and requests, without the steps between
reply-level-errors-meaning = • errors: failures and requests for approval
reply-level-approvals-meaning = • approvals: requests for approval and their outcomes
reply-level-off-meaning = • off: nothing
reply-no-cards = Choose on or off, not { $given }.
reply-cards-word-on = on
reply-cards-word-off = off
reply-cards-now = I show running jobs { $cards }.
reply-cards-set = ✅ I now show running jobs { $cards }.
reply-cards-on = as live cards
reply-cards-off = in digests

reply-mute-how-long = How long shall I be quiet here? Requests still come; all else is summed up after. One job: /mute <job>
reply-mute-30m = 30 min
reply-mute-2h = 2 h
reply-mute-8h = 8 h
reply-mute-until0800 = until 08:00
reply-mute-word-until = until
reply-mute-job = 🔕 { $job }
reply-no-mute-time = I can't read { $given } as a time. I understand 30m, 1h30m, 1d, until 08:00.
reply-mute-too-long = { $given } is too long: 30d at most. /level off ends everything here.
reply-muted = 🔕 Quiet until { $at }. Requests still come; all else is summed up after.
reply-muted-now = 🔕 Muted until { $at }; requests still come
reply-unmute-button = 🔔 Undo
reply-unmuted = 🔔 I post here again. What else came meanwhile, if anything, follows in one summary.
reply-not-muted = I am not muted here.
reply-mute-which = I have seen no job called { $id } yet, but these begin like it. Which one do you mean?
reply-job-muted = 🔕 { $job } is muted until it ends. Requests and its outcome still come.
reply-job-muted-until = 🔕 { $job } is muted until { $at }. Requests and its outcome still come.
reply-job-muted-ahead = 🔕 I have seen no job called { $job } yet. When it comes, it is muted until it ends; requests and its outcome still come.
reply-job-muted-ahead-until = 🔕 I have seen no job called { $job } yet. When it comes, it is muted until { $at }; requests and its outcome still come.
reply-job-unmuted = 🔔 I post about { $job } again.
reply-job-not-muted = { $job } is not muted here.
reply-muted-jobs = 🔕 Muted jobs: { $jobs }
reply-muted-job = { $job } until { $at }

reply-quiet-hours = { $times } ({ $zone })
reply-quiet-is = 🌙 Quiet hours: { $hours } · now until { $at }
reply-quiet-none = 🌙 There are no quiet hours here.
reply-quiet-how = In quiet hours requests come without a sound, and all else is summed up after. Other hours: /quiet 23:00-06:30 Europe/Berlin
reply-quiet-set = 🌙 Quiet hours: { $hours }. Requests come without a sound, and all else is summed up after.
reply-quiet-ended = 🔔 No quiet hours any more.
reply-quiet-off = off
reply-zone-guessed = I took times of day as UTC. Say yours once: /quiet Europe/Berlin
reply-zone-set = ✅ Times of day here are those of { $zone }.
reply-zone-understood = I understood { $given } as { $zone }.
reply-no-zone = I don't know the time zone { $given }. Zones have names like Europe/Berlin or America/New_York.
reply-no-times = I can't read { $given } as hours. They look like 22:00-07:00.
reply-times-equal = { $given }: that begins and ends at the same time. /level off ends everything here.

reply-language-now = Language of this chat: { $language }
reply-language-set = ✅ I now write { $language } here.
reply-no-language =
    There is no language { $given }.
    Available: { $locales }

reply-no-approvals = Nothing waits for a decision.
reply-approvals-yours = Waiting for you
reply-approvals-others = Waiting for others
reply-approvals-done = No longer waiting for you
reply-approval =
    { $action } · { $scope } · { $project } · { $title }
    ⏳ { $left } left ({ $expires }) · asked { $ago } · by { $who } · { $given } of { $required } approvals · { $reason } · { $open } · id { $id }
    “{ $why }”
reply-approval-unseen = 🔍 not shown in full here: open it first
reply-approvals-how = Decide with the buttons of a request, or with /approve and /deny and the beginning of its id.
reply-approvals-pick = ☐ selects several to decide together, 🔍 opens one in full. Or use /approve and /deny with the beginning of an id.
reply-approvals-approve = ✅ Approve selected ({ $count })
reply-approvals-deny = ❌ Deny selected ({ $count })
reply-which-request = Several requests fit { $id }.
reply-which-open = Which one? 🔍 shows it in full, then decide.
reply-which-settled = already decided
reply-no-approval = I have no request { $id }. /approvals lists the open ones.
reply-not-seen = 🔍 Not counted: this chat has not shown the whole request as it is now. I post it here in full; read it, then decide.
reply-approved = ✅ You approved: { $action }
reply-denied = ❌ You denied: { $action }
reply-reason-words = I need your answer in words, so nothing was changed. Please reply once more.
reply-anonymous = You write anonymously, so I can't know who decides. Nothing was changed; tap a button, or reply under your own name.
reply-choice =
    💬 Your reply decides nothing yet: { $action }
    What should I do with it?
reply-choice-deny = ❌ Deny with this as the reason
reply-choice-comment = 💬 Only a comment
reply-commented = 💬 Saved as a comment and passed on to the job: { $action }

reply-no-jobs = No jobs yet.
reply-no-job = There is no job { $id }.
reply-no-session = There is no session { $id }.
reply-no-tail = No live log is running here.
reply-tails-full = Too many live logs are running right now. Please try again later.
reply-stop-forbidden = Others opened these logs. They or an approver can stop them.
reply-tail-stopped = ⏹️ Stopped: { $jobs }

reply-role-viewer = viewer
reply-role-approver = approver
reply-role-admin = admin
reply-role-none = no role
reply-role-everywhere = { $role } for all projects
reply-role-project = { $role } of { $project }
reply-whoami =
    You are { $name }, user id { $id }.
    Roles: { $roles }
    Also known as: { $known }
reply-may-viewer = May see: { $where }
reply-may-approver = May see and decide requests: { $where }
reply-may-admin = May do everything and see internal events: { $where }
reply-may-everywhere = all projects
reply-granted =
    ✅ { $id } is now: { $roles }
    Before: { $before }
    { $may }
    Known as: { $known }
reply-granted-you =
    🔑 { $by } gave you a role. You are now: { $roles }
    { $may }
    { $start }
    /help shows what I can do for you.
reply-granted-start = Send /start, and I post here what jobs do.
reply-granted-already = { $id } has that role already: { $role }. Nothing was changed.
reply-grant-as-forbidden = Only an admin of all projects can say who somebody is in other systems. Nothing was changed.
reply-grant-which-role = Which role does { $id } get?
reply-grant-which-project = For which project? { $id }: { $role }
reply-revoke-which = What does { $id } lose? Now: { $roles }
reply-revoke-all = ✖️ All roles
reply-revoke-last = ⚠️ You are the only admin. Without one nobody can give roles until jobwire is started again and prints a new link.
reply-revoke-anyway = ✖️ Give it up anyway
reply-revoked =
    ✅ { $id } no longer has: { $taken }
    ✅ { $id } now has: { $roles }
    { $stays }
    Tokens revoked: { $tokens }
    Votes withdrawn: { $votes }
    Invitations revoked: { $invitations }
reply-revoked-you =
    { $by } took a role from you: { $taken }
    You now have: { $roles }
    { $may }
reply-revoked-settings = { $id } is an admin by the setting ADMIN_USER_IDS and stays one until it is changed, in .env or the environment, and jobwire started again.
reply-role-not-held =
    { $id } doesn't have that role: { $role }
    { $id } has: { $roles }
reply-no-member = { $id } has no role.

reply-letters =
    { $count ->
        [one] 1 message could not be processed
       *[other] { $count } messages could not be processed
    }
reply-letter =
    { $id } · { $at } · { $source } · { $stage }
    { $reason }
    { $raw }
letter-stage-decoding = unreadable
letter-stage-routing = not routed
letter-stage-following = no file written
letter-stage-delivering = not delivered
reply-letters-how = /dlq retry with an id tries one again, /dlq drop with an id deletes it; all in place of the id means all of them.
reply-no-letters = No dead letters: everything could be processed.
reply-no-letter = There is no dead letter { $id }. /dlq lists the newest.
reply-letter-retried = ✅ { $id } worked this time and is an event now.
reply-letter-routed = ✅ { $id } is on its way to the chats again.
reply-letter-queued = ✅ { $id } will be tried again in a moment.
reply-letter-requeued = ✅ { $id } waits for its chat again.
reply-letter-still-dead = ❌ { $id } still fails: { $reason }
reply-letter-dropped = 🗑️ { $id } deleted.
reply-letters-retried =
    ✅ { $count ->
        [one] 1 message
       *[other] { $count } messages
    } worked this time.
    Still not processed: { $left }
reply-letters-dropped =
    🗑️ { $count ->
        [one] 1 message
       *[other] { $count } messages
    } deleted.
    Still there: { $left }

reply-health-fine = ✅ Everything works
reply-health-noteworthy = ✅ Everything works. Worth a look:
reply-health-failing = ❌ Not everything works
reply-health-problem =
    ❌ { $part }
    { $what }
    Since { $at }
    For { $for }
    → { $advice }
reply-health-note =
    ⚠️ { $part }
    { $what }
    → { $advice }
reply-health-letters =
    🗂️ { $count ->
        [one] 1 message could not be handled.
       *[other] { $count } messages could not be handled.
    } See /dlq
reply-health-seen = ✅ Noted. I'll keep watching.
reply-health-nothing-to-see = Nothing to confirm: Redis holds what it should.

health-part-routing = Routing
health-part-sending = Sending
health-part-storage = Redis: storage
health-part-disk = Disk
health-part-history = History
health-part-redis = Redis
health-part-telegram = Telegram
health-part-layout = Data of an older version
health-part-source = Source { $id }

health-routing-still = Nothing reaches the chats. The oldest event has waited for { $seconds } s.
health-routing-still-advice = The log says why. If it lasts 1 min, I exit so that I am restarted.
health-routing-behind = I am { $seconds } s behind, and catching up.
health-routing-behind-advice = It usually passes by itself. If it doesn't, check the load of this machine and of Redis.
health-sending-not-taken =
    Telegram has accepted none of the last { $count } messages, for { $seconds } s. Nothing is lost; everything waits.
health-sending-not-taken-advice = Check this machine's connection to Telegram.
health-sending-late =
    { $chats ->
        [one] 1 chat has
       *[other] { $chats } chats have
    } something to send, and nobody sends it: { $seconds } s late.
health-sending-late-advice = The log says why. A restart helps and loses nothing.
health-put-aside =
    Could not be sent yet: { $count }, in { $chats ->
        [one] 1 chat
       *[other] { $chats } chats
    }
    Messages of sources that could not be handled yet: { $messages }
health-put-aside-advice = Nothing else waits for it; I try again with growing pauses. The log says what and why (delivery_put_aside).
health-source-aside =
    { $count ->
        [one] 1 stream or file of this source can't be read
       *[other] { $count } streams or files of this source can't be read
    }; the others go on.
health-source-aside-advice = The log says which and why (stream_set_aside, run_file_unreadable). I look again with growing pauses.
health-follower-aside =
    { $count ->
        [one] 1 event could not be written yet
       *[other] { $count } events could not be written yet
    }; other jobs go on.
health-follower-aside-advice = The log says which and why (follower_failed). I try again with growing pauses.
health-stored-unreadable =
    { $count ->
        [one] 1 stored value can't be read
       *[other] { $count } stored values can't be read
    }; all others go on.
health-stored-unreadable-advice = The log says which and why (stored_unreadable). Somebody else wrote to keys of jobwire, or another version did.
health-storage-silent = No answer for { $seconds } s.
health-storage-silent-advice = Check Redis and the connection to it.
health-storage-unknown = I have no right to INFO in Redis, so I can't watch its disk and memory.
health-storage-unknown-advice = Give its user +info.
health-storage-unwritable = Redis can't write its file. New events and decisions are refused until it can.
health-storage-unwritable-advice = Free space on its disk, or fix the permissions there; then it resumes by itself.
health-storage-evicts = Redis evicts data when memory runs out (maxmemory-policy { $policy }): events and decisions get lost.
health-storage-evicts-advice = Set maxmemory-policy noeviction.
health-storage-may-evict = Redis may evict keys with an expiry when memory runs out (maxmemory-policy { $policy }): events may come twice.
health-storage-may-evict-advice = Set maxmemory-policy noeviction.
health-storage-full = Redis has no memory left and accepts no more writes.
health-storage-full-advice = Raise maxmemory, or lower EVENT_RETENTION_DAYS.
health-storage-nearly-full = Redis uses { $percent } % of its memory.
health-storage-nearly-full-advice = Raise maxmemory, or lower EVENT_RETENTION_DAYS.
health-storage-rewrite-failed = Redis could not shorten its file, so it grows.
health-storage-rewrite-failed-advice = Look at its log and its disk.
health-storage-not-kept = Redis keeps no append-only file: when it stops, everything since its last snapshot is lost.
health-storage-not-kept-advice = Set appendonly yes.
health-disk-unwritable = { $folder } can't be written: { $reason }
health-disk-unwritable-advice = Free space there, or fix the permissions.
health-disk-low = Only { $megabytes } MB left where { $folder } is.
health-disk-low-advice = Make room before it is full.
health-history-rolled-back =
    Redis holds an older state than before: a backup was restored, or a replica took over.
    What came after { $since } is missing.
    Decisions that are gone: { $decisions }
health-history-rolled-back-advice = Look at /approvals, then confirm with /health seen.

rollback-notice =
    ⏪ Redis holds an older state than before. Decisions may be undone.
    What came after { $at } is missing.
    Decisions that are gone: { $count }
rollback-notice-approved = ✅ { $id } · { $project } · approved { $at }
rollback-notice-denied = ❌ { $id } · { $project } · denied { $at }
rollback-notice-advice = Look at /approvals, then confirm with /health seen.

### dashboard: the way from a chat to the dashboard

dashboard-open = ↗️ Open
dashboard-menu = Dashboard
dashboard-where = 📊 The dashboard shows all of this as well: { $address }

### tap: what the bot answers to taps on buttons (keys tap-*)

tap-received = Received. Saving …
tap-approved = ✅ Approved
tap-denied = ❌ Denied
tap-setting-gone = This message is too old to change anything. Please send the command again.
tap-saved = ✅ Saved
tap-kept = Nothing was changed.
tap-choose = Please choose.
tap-failed = That went wrong on my side. Please try again.
tap-voted-approve = 🗳️ Your approval counts: { $given } of { $needed }. It is not decided yet.
tap-voted-deny = 🗳️ Your denial counts: { $given } of { $needed }. It is not decided yet.
tap-voted-approve-again = 🗳️ Your approval counts already: { $given } of { $needed }. Others have to decide now.
tap-voted-deny-again = 🗳️ Your denial counts already: { $given } of { $needed }. Others have to decide now.
tap-question = ✍️ Please answer my question with your reason. Nothing is decided yet.
tap-question-note = ✍️ Please answer my question with your note. Nothing is decided yet.
tap-reason-needed = A reason is needed here, so nothing was changed. Send /approve or /deny with the id and your reason.
tap-commented = 💬 Passed on as a comment. Nothing is decided by it.
tap-invite-over = This invitation is not open any more.
tap-invite-revoked = ✅ Revoked
tap-admin-only = Only an admin can choose that. Nothing was changed.
tap-choice-foreign = Only the person who wrote the reply can choose that.
tap-choice-gone = This question is too old. Nothing was changed; use the buttons of the request.
tap-choice-made = You chose already; that stands.
tap-picked =
    { $count ->
        [0] Nothing selected
        [one] 1 selected
       *[other] { $count } selected
    }
tap-bundle-approve = ✅ { $count } approved
tap-bundle-deny = ❌ { $count } denied
tap-bundle-voted =
    { $count ->
        [one] 🗳️ 1 has your vote and waits for others
       *[other] 🗳️ { $count } have your vote and wait for others
    }
tap-bundle-forbidden-approve =
    { $count ->
        [one] 1 is not yours to approve
       *[other] { $count } are not yours to approve
    }
tap-bundle-forbidden-deny =
    { $count ->
        [one] 1 is not yours to deny
       *[other] { $count } are not yours to deny
    }
tap-bundle-reason =
    { $count ->
        [one] 1 needs a reason: “One by one”
       *[other] { $count } need a reason: “One by one”
    }
tap-bundle-late =
    { $count ->
        [one] 1 was decided or changed before
       *[other] { $count } were decided or changed before
    }
tap-bundle-changed = These requests have changed. Nothing was decided; look at them as they are now.
tap-bundle-done = Nothing waits here any more.
tap-bundle-split = Shown one by one below
tap-opened = Opened below
tap-none-approve = Nothing is selected. Tap the numbers first.
tap-none-deny = Nothing is selected that can be denied without a reason. Tap the numbers first; with a reason: use that button of the request.
tap-counted-approve = ✅ { $counted } of { $all } approvals count.
tap-counted-deny = ❌ { $counted } of { $all } denials count.
tap-list-foreign = This list belongs to somebody else. Send /approvals for your own.
tap-changed = This request has changed. Nothing was counted; look at the new version first.
tap-not-whole = This message does not show the whole request, so it can't be approved here. Nothing was changed.
tap-list-gone = This list is too old. Send /approvals for a new one.
tap-unknown = I no longer have this request. Nothing was changed.
tap-channel = In a channel I only post. Write to me in private for that.
tap-no-question = I can't ask for your words in a channel. Nothing was changed; decide in our private chat, with /approvals.
tap-no-role = You have no role here, so nothing was changed. Your user id is { $id }; ask an admin of this bot.
tap-forbidden-role = You may see this, but only an approver may decide it. Nothing was changed.
tap-forbidden-role-project = You may see this, but only an approver of { $project } may decide it. Nothing was changed.
tap-forbidden-policy = Only these may decide this: { $who }. Nothing was changed.
tap-forbidden-nobody = By policy nobody may decide this. Nothing was changed.
tap-forbidden-self = You asked for this yourself, so somebody else has to approve it. Nothing was changed.
tap-forbidden-ended = The session or job has ended, so there is nothing later to approve in advance. Nothing was changed: approve this one by itself.
tap-forbidden-standing = By policy this can only be approved by itself, not together with later requests like it. Nothing was changed.
tap-already-approved-by =
    { $who } approved this at { $at }; that stands.
    Note: { $reason }
tap-already-denied-by =
    { $who } denied this at { $at }; that stands.
    Reason: { $reason }
tap-already-approved = This was approved at { $at }; that stands.
tap-already-denied = This was denied at { $at }; that stands.
tap-already-approved-own = You approved this { $ago }.
tap-already-denied-own = You denied this { $ago }.
tap-just-now = just now
tap-ago = { $duration } ago
tap-already-approved-elsewhere = { $who } approved this outside at { $at } (stated by { $source }); that stands.
tap-already-denied-elsewhere = { $who } denied this outside at { $at } (stated by { $source }); that stands.
tap-already-approved-elsewhere-automatically = This was approved automatically outside at { $at } (stated by { $source }); that stands.
tap-already-denied-elsewhere-automatically = This was denied automatically outside at { $at } (stated by { $source }); that stands.
tap-already-approved-automatically = This was approved automatically at { $at }; that stands.
tap-already-denied-automatically = This was denied automatically at { $at }; that stands.
tap-already-expired = The time ran out at { $at }, without a decision. It can't be decided any more.
tap-already-ended = The job ended at { $at }, so this is not needed any more. It can't be decided any more.
tap-already-canceled-by =
    { $who } withdrew this at { $at }. It can't be decided any more.
    Reason: { $reason }
tap-already-canceled =
    This was withdrawn at { $at }. It can't be decided any more.
    Reason: { $reason }
