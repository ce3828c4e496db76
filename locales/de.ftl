# Alles, was jobwire auf Deutsch sagt.
#
# Ein Text besteht aus Teilen: Ein Teil endet am Zeilenende oder bei " · ". Ein Teil, der etwas
# nennt, was nicht bekannt ist ({ $summary } eines Jobs ohne Zusammenfassung), entfällt; der Rest
# bleibt. CODE(…) und BOLD(…) formatieren; NOTHING() lässt den Teil weg, für Mengen, die kein Wort
# wert sind. Namen auf _count sind Zahlen (bei Listen die Länge).

### event: eine Meldung für jede Art von Ereignis. Der Wert ist die Überschrift, .text der Inhalt.
### Jedes Feld eines Ereignisses lässt sich nennen: { $instruction } ist data.instruction, und
### { $token_usage-total_tokens } ist data.token_usage.total_tokens. Endungen sagen, was ein Feld ist:
### _usd ist Geld, _url und _links lassen sich antippen, _seconds, _s und _ms dauern, _at ist ein
### Zeitpunkt, _id wird gekürzt, _number ist keine Menge, progress ein Balken.
### Felder, die der Text nicht nennt, folgen hinter ihm (src/message/events/unseen-fields.ts).
### { $event-message } und andere { $event-… } stehen in src/message/events/event-facts.ts.
### Eine Überschrift, die etwas Unbekanntes nennt, wird durch .title ersetzt. Die Endung -failed ist
### für Ereignisse, die einen Fehlschlag melden, -ready für die eines Builds, der fertig ist.

event-orchestrator-started = 🟢 Orchestrator gestartet
    .text =
        Version { $version } · { $workers_count ->
            [one] 1 Worker
           *[other] { $workers_count } Worker
        }
event-orchestrator-stopped = ⏹️ Orchestrator angehalten
    .text = { $reason }
event-orchestrator-error = ❌ Fehler im Orchestrator
    .text = { $error }

event-project-registered = 📦 Projekt hinzugefügt
    .text = { CODE($path) } · Standard-Branch { CODE($default_branch) }
event-project-removed = 🗑️ Projekt entfernt
    .text = { $reason }
event-project-scanned = 🔎 Projekt eingelesen
    .text =
        { $files_count ->
            [one] 1 Datei
           *[other] { $files_count } Dateien
        } · { $languages }

event-session-created = 🌱 Sitzung eröffnet
    .text = { $name } · Branch { CODE($branch) }
event-session-state_changed = 🔁 Sitzung geändert
    .text = { $from } → { $to }
event-session-workspace_ready = 🧰 Arbeitsbereich bereit
    .text = { CODE($workspace) }
event-session-closed = 🏁 Sitzung geschlossen
    .text = { $reason }
event-session-error = ❌ Fehler in der Sitzung
    .text = { $error }

event-job-created = 🆕 Neuer Job
    .text =
        { $event-title }
        { $event-message }
        Branch { CODE($branch_base) }
        Budget { $budget_usd } · bis zu { $max_requests ->
            [one] 1 Aufruf
           *[other] { $max_requests } Aufrufen
        } · bis zu { $max_minutes }
event-job-updated = 🔄 { $event-status }
    .title = 🔄 Job aktualisiert
    .text =
        { $event-title }
        { $progress } · { $last_action }
        { $event-cost } · { $event-requests }
        { $pr_links }
event-job-queued = ⏳ In der Warteschlange
    .text =
        { $instruction }
        { $position ->
            [1] { NOTHING() }
           *[other] Platz { $position }
        }
event-job-started = 🔧 Gestartet
    .text =
        { $instruction }
        { $event-message }
        Branch { CODE($branch) }
event-job-progress = ⚙️ { $tool }
    .title = ⚙️ Bei der Arbeit
    .text = { CODE($file) } · { CODE($command) } · { $action } · { $message }
event-job-tool_started = ⚙️ { $tool }
    .title = ⚙️ Nächster Schritt
    .text = { CODE($file) } · { CODE($command) }
event-job-tool_completed = ⚙️ { $tool } fertig
    .title = ⚙️ Schritt fertig
    .text =
        { CODE($file) } · { CODE($command) }
        Exit-Code { $exit_code } · { $duration_seconds }
event-job-approval_needed = ⚠️ Freigabe nötig
    .text =
        { CODE($action) }
        { $scope } · { $reason }
event-job-approval_comment = 💬 Kommentar von { $by }
    .title = 💬 Kommentar zu einer Anfrage
    .text =
        { $comment }
        { CODE($action) }
event-job-approved = ✅ Freigegeben { $decided_by }
    .title = ✅ Freigegeben
    .text =
        { CODE($action) }
        { $reason }
event-job-denied = ❌ Abgelehnt { $decided_by }
    .title = ❌ Abgelehnt
    .text =
        { CODE($action) }
        { $reason }
event-outside = außerhalb entschieden, gemeldet von { $source }
event-outside-comment = außerhalb geschrieben, gemeldet von { $source }
event-job-approval_canceled = 🚫 Anfrage zurückgezogen { $decided_by }
    .title = 🚫 Anfrage zurückgezogen
    .text =
        { CODE($action) }
        { $reason }
event-job-approval_withdrawn = 🚫 Anfrage zurückgezogen { $decided_by }
    .title = 🚫 Anfrage zurückgezogen
    .text =
        { CODE($action) }
        { $reason }
event-job-approval_expired = ⌛ Anfrage ohne Entscheidung abgelaufen
    .text = { CODE($action) } · { $scope }
event-job-completed = ✅ Fertig
    .text =
        { $event-title }
        { $summary }
        { $event-message }
        { $files_changed_count ->
            [0] { NOTHING() }
            [one] 1 Datei geändert
           *[other] { $files_changed_count } Dateien geändert
        } · { $diff_stat } · { $duration_seconds }
        letzter Schritt { $last_action }
        { $event-cost } · { $event-requests } · { $event-tokens } · { $event-elapsed }
        { $pr_links }
event-job-completed-failed = ❌ Ohne Erfolg beendet
    .text =
        { $event-title }
        { $summary }
        { $error }
        { $event-message }
        { $files_changed_count ->
            [0] { NOTHING() }
            [one] 1 Datei geändert
           *[other] { $files_changed_count } Dateien geändert
        } · { $diff_stat } · { $duration_seconds }
        letzter Schritt { $last_action }
        { $event-cost } · { $event-requests } · { $event-tokens } · { $event-elapsed }
        { $pr_links }
event-job-failed = ❌ Fehlgeschlagen
    .text =
        { $error }
        { $event-title }
        { $event-message }
        { $progress } · letzter Schritt { $last_action }
        { $event-cost } · { $event-requests } · { $event-tokens } · { $event-elapsed }
        { $pr_links }
event-job-canceled = 🚫 Abgebrochen
    .text =
        { $reason }
        { $event-title }
        { $event-message }
        { $progress } · letzter Schritt { $last_action }
        { $event-cost } · { $event-requests } · { $event-tokens } · { $event-elapsed }
        { $pr_links }
event-job-resumed = ▶️ Geht weiter
    .text = { $event-message } · { $reason }
event-job-silent = 📡 Kein Lebenszeichen seit { $silent_seconds }
    .title = 📡 Kein Lebenszeichen
    .text = Zuletzt gehört { $last_sign_at }
event-job-heard = 🟢 Meldet sich wieder nach { $silent_seconds }
    .title = 🟢 Meldet sich wieder
    .text = Zuletzt gehört { $last_sign_at }

event-stage-started = ▶️ Stufe { $event-stage }
    .title = ▶️ Nächste Stufe
    .text =
        { $event-message }
event-stage-completed = ☑️ Stufe { $event-stage } fertig
    .title = ☑️ Stufe fertig
    .text =
        { $event-message }
        { $duration_s }
event-stage-failed = ❌ Stufe { $event-stage } fehlgeschlagen
    .title = ❌ Stufe fehlgeschlagen
    .text =
        { $error }
        { $event-message }
        { $duration_s }
event-gate-pause = ⏸️ Nach Stufe { $event-stage } weitermachen?
    .title = ⏸️ Wartet auf Freigabe
    .text =
        { $event-message }
        Frist { $timeout_seconds }
event-gate-approved = ✅ Stufe { $event-stage } freigegeben
    .title = ✅ Freigegeben
    .text =
        { $event-message } · { $event-decider }
        { $reason }
event-gate-rejected = ❌ Stufe { $event-stage } abgelehnt
    .title = ❌ Abgelehnt
    .text =
        { $event-message } · { $event-decider }
        { $reason }
event-gate-auto_approved = ✅ Stufe { $event-stage } automatisch freigegeben
    .title = ✅ Automatisch freigegeben
    .text =
        { $event-message }
        Frist war { $timeout_seconds }

event-build-stage-started = 🏗️ Build-Stufe { $event-stage }
    .title = 🏗️ Der Build läuft
    .text =
        { $narration }
        { $preview_url }
        { $snapshot_url }
event-build-stage-completed = ☑️ Build-Stufe { $event-stage } fertig
    .title = ☑️ Build-Stufe fertig
    .text =
        { $narration }
        weiter mit { $event-next } · Dauer { $duration_ms }
        { $preview_url }
        { $snapshot_url }
event-snapshot-updated = 📸 Neuer Snapshot
    .text =
        { $narration }
        { $snapshot_url }
        { $preview_url }
        Stufe { $event-next }
event-documentation-updated = 📖 Dokumentation aktualisiert
    .text =
        { $narration }
        { $section } · Stufe { $event-next }
        { $documentation_url }
        { $preview_url }
event-build-stage-started-ready = 🚀 Der Build ist fertig
    .text =
        { $narration }
        { $preview_url }
        { $snapshot_url }
        letzte Stufe { $event-stage } · Dauer { $duration_ms }
event-build-stage-completed-ready = { event-build-stage-started-ready }
    .text = { event-build-stage-started-ready.text }
event-build-stage-started-failed = ❌ Build fehlgeschlagen in Stufe { $event-stage }
    .title = ❌ Build fehlgeschlagen
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

event-repo-connected = 🔗 Repository verbunden
    .text =
        { CODE($full_name) } · Zugriff über { $access_type }
        { $clone_url }
event-repo-sync-started = 🔄 Synchronisierung gestartet
    .text = { $sync_type } · Auslöser: { $trigger } · Repository { $repository_id }
event-repo-sync-completed = ☑️ Synchronisierung fertig
    .text =
        { $files_processed ->
            [0] { NOTHING() }
            [one] 1 Datei
           *[other] { $files_processed } Dateien
        } · { $chunks_indexed ->
            [0] { NOTHING() }
            [one] 1 Abschnitt
           *[other] { $chunks_indexed } Abschnitte
        } · { $detected_changes_count ->
            [0] nichts geändert
            [one] 1 Änderung
           *[other] { $detected_changes_count } Änderungen
        }
        { CODE($detected_changes) }
        Repository { $repository_id }
event-discovery-started = 🔎 Analyse gestartet
    .text = { $discovery_type } · Repository { $repository_id }
event-discovery-completed = 🧭 Analyse fertig
    .text =
        { $detected_stack-language } · { $detected_stack-framework } · { $detected_stack-database }
        Dienste { $service_boundaries }
        Risikowert { $risk_score } · Repository { $repository_id }
event-feature-request-created = 💡 Neuer Feature-Wunsch
    .text =
        { $title }
        { $description }
        von { $requester_id }
event-planning-started = 🗺️ Planung gestartet
    .text =
        Feature-Wunsch { $feature_request_id } · Plan { $execution_plan_id }
        Planer { $planner_agent_id }
event-planning-completed = 🗺️ Plan fertig
    .text =
        { $event-phases }
        betrifft { $blast_radius-repositories_affected }
        { $blast_radius-files_affected ->
            [0] { NOTHING() }
            [one] 1 Datei
           *[other] { $blast_radius-files_affected } Dateien
        } · { $blast_radius-api_endpoints_changed ->
            [0] { NOTHING() }
            [one] 1 Endpunkt
           *[other] { $blast_radius-api_endpoints_changed } Endpunkte
        } · Plan { $execution_plan_id }
event-agent-execution-started = 🤖 Agent gestartet: { $agent_type }
    .title = 🤖 Agent gestartet
    .text =
        { $input_data-requirements }
        { CODE($input_data-files_to_modify) }
        Phase { $phase_number } · Plan { $execution_plan_id }
event-agent-execution-completed = ☑️ Agent fertig
    .text =
        { $output_data-changes_summary }
        { $output_data-files_modified_count ->
            [0] { NOTHING() }
            [one] 1 Datei geändert
           *[other] { $output_data-files_modified_count } Dateien geändert
        } · { $output_data-tests_generated_count ->
            [0] { NOTHING() }
            [one] 1 neuer Test
           *[other] { $output_data-tests_generated_count } neue Tests
        } · { $token_usage-total_tokens ->
            [0] { NOTHING() }
            [one] 1 Token
           *[other] { $token_usage-total_tokens } Tokens
        }
        Lauf { $agent_execution_id }
event-agent-execution-failed = ❌ Agent fehlgeschlagen
    .text =
        { $error_message }
        { $error_type } · { $retry_count ->
            [0] { NOTHING() }
            [one] nach 1 Wiederholung
           *[other] nach { $retry_count } Wiederholungen
        }
        Lauf { $agent_execution_id }
event-pr-created = 🔀 Pull Request #{ $pr_number }
    .title = 🔀 Neuer Pull Request
    .text =
        { $title }
        Branch { CODE($branch_name) }
        { $url }
event-pr-merged = 🎉 Pull Request gemergt
    .text = von { $merged_by } · Commit { CODE($merge_commit_sha) } · Pull Request { $pull_request_id }

event-task-created = 📝 Neue Aufgabe
    .text = { $title } · { CODE($task_id) }
event-task-claimed = 🙋 Aufgabe übernommen
    .text = { CODE($task_id) } · von { $session }
event-task-status_changed = 🔁 Stand der Aufgabe
    .text = { CODE($task_id) } · { $from } → { $to }
event-task-completed = ☑️ Aufgabe erledigt
    .text = { $title } · { CODE($task_id) }

event-coordination-message_sent = 💬 { $from } → { $to }
    .title = 💬 Nachricht
    .text =
        { $text }
        { $message }
event-coordination-export_declared = 📤 Export angekündigt
    .text = { CODE($symbol) } · { CODE($file) }
event-coordination-conflict_detected = 💥 Konflikt
    .text =
        { CODE($files) }
        Sitzungen { $sessions }
event-coordination-sync_point_reached = 🤝 Synchronisationspunkt erreicht
    .text = { $name } · { $sessions }

# Arten ohne eigenen Text: die Art, dann was das Ereignis mitbringt.
event-unknown = 📋 { $type }
event-unknown-failed = ❌ { $type }
event-field = { $name }: { $value }
event-field-block = { $name }:{ $value }
event-more-fields =
    … und { $count ->
        [one] 1 weiteres Feld
       *[other] { $count } weitere Felder
    }

# Wer entschieden hat, mitten im Text.
event-by-person = von { $who }
event-by-timeout = automatisch nach Ablauf der Frist
event-by-policy = automatisch nach Regel

# Stand eines Jobs.
event-status-pending = Startet bald
event-status-queued = In der Warteschlange
event-status-running = Läuft
event-status-paused = Pausiert
event-status-waiting = Wartet
event-status-completed = Fertig
event-status-failed = Fehlgeschlagen
event-status-cancelled = Abgebrochen
event-status-canceled = Abgebrochen
event-progress = { $bar } { $percent } %
event-cost = { $cost }
event-cost-of = { $cost } von { $budget }
event-cost-over = { $cost } von { $budget } (über dem Budget)
event-requests =
    { $made ->
        [one] 1 Aufruf
       *[other] { $made } Aufrufe
    }
event-requests-of =
    { $most ->
        [one] { $made } von 1 Aufruf
       *[other] { $made } von { $most } Aufrufen
    }

# Eine Phase eines Plans.
event-phase = { $name } · { $agent } · { $duration } · { $risk }
event-phase-named = { $number }. { $name }
event-phase-unnamed = Phase { $number }
event-risk = Risiko { $level }
event-risk-low = geringes Risiko
event-risk-medium = mittleres Risiko
event-risk-high = hohes Risiko
event-risk-critical = höchstes Risiko

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
event-yes = ja
event-no = nein
event-list-more = +{ $count } weitere

### headline: die erste Zeile einer Nachricht zu einem Job, dessen Titel bekannt ist. { $title } kann gekürzt sein.

headline-job-created = 🆕 Neuer Job: { $title }
headline-job-queued = ⏳ { $title } eingereiht
headline-job-started = 🔧 { $title } gestartet
headline-job-completed = ✅ { $title } fertig
headline-job-completed-failed = ❌ { $title } ohne Erfolg beendet
headline-job-failed = ❌ { $title } fehlgeschlagen
headline-job-canceled = 🚫 { $title } abgebrochen
headline-job-resumed = ▶️ { $title } fortgesetzt
# Jeder andere Stand: was die Nachricht ohne Titel sagen würde.
headline-other = { $title }: { $state }
event-percent = { $percent } %
event-tokens =
    { $count ->
        [one] 1 Token
       *[other] { $count } Tokens
    }

### field: wie ein Feld heißt, das kein Text nennt; andere heißen wie ihr eigener Name

field-duration = Dauer
field-ms = Dauer
field-seconds = Dauer
field-elapsed = Dauer
field-took = Dauer
field-timeout = Frist
field-deadline = Frist
field-cost = Kosten
field-price = Preis
field-budget = Budget
field-amount = Betrag
field-branch = Branch
field-branch_name = Branch
field-branch_base = Basis-Branch
field-base_branch = Basis-Branch
field-default_branch = Standard-Branch
field-commit = Commit
field-commit_sha = Commit
field-sha = Commit
field-commits = Commits
field-model = Modell
field-model_cto = Planungsmodell
field-model_coder = Codemodell
field-tokens = Tokens
field-total_tokens = Tokens
field-token_usage = Tokens
field-tokens_in = Tokens ein
field-tokens_out = Tokens aus
field-input_tokens = Tokens ein
field-output_tokens = Tokens aus
field-prompt_tokens = Tokens ein
field-completion_tokens = Tokens aus
field-exit_code = Exit-Code
field-code = Code
field-retries = Wiederholungen
field-retry_count = Wiederholungen
field-attempt = Versuch
field-attempts = Versuche
field-max_attempts = Versuche höchstens
field-url = Link
field-link = Link
field-preview = Vorschau
field-logs = Logs
field-pr = Pull Request
field-pr_number = Pull Request
field-host = Host
field-hostname = Host
field-server = Server
field-port = Port
field-environment = Umgebung
field-env = Umgebung
field-region = Region
field-cluster = Cluster
field-service = Dienst
field-services = Dienste
field-component = Komponente
field-version = Version
field-release = Release
field-build = Build
field-image = Image
field-tag = Tag
field-tags = Tags
field-started = gestartet
field-start_time = gestartet
field-finished = beendet
field-completed = beendet
field-ended = beendet
field-end_time = beendet
field-created = erstellt
field-updated = aktualisiert
field-expires = läuft ab
field-timestamp = Zeit
field-time = Zeit
field-file = Datei
field-files = Dateien
field-files_changed = geänderte Dateien
field-files_modified = geänderte Dateien
field-files_count = Dateien
field-diff_stat = Änderungen
field-changes = Änderungen
field-lines = Zeilen
field-line = Zeile
field-path = Pfad
field-folder = Ordner
field-workspace = Arbeitsbereich
field-command = Befehl
field-tool = Werkzeug
field-error = Fehler
field-errors = Fehler
field-error_message = Fehler
field-error_type = Art des Fehlers
field-error_code = Fehlercode
field-warnings = Warnungen
field-reason = Grund
field-result = Ergebnis
field-results = Ergebnisse
field-output = Ausgabe
field-note = Notiz
field-notes = Notizen
field-comment = Kommentar
field-summary = Zusammenfassung
field-status = Status
field-state = Zustand
field-phase = Phase
field-step = Schritt
field-steps = Schritte
field-stage = Stufe
field-last_action = letzter Schritt
field-name = Name
field-title = Titel
field-type = Art
field-kind = Art
field-user = Benutzer
field-author = Autor
field-owner = zuständig
field-assignee = zugewiesen an
field-requester = angefragt von
field-requested_by = angefragt von
field-decided_by = entschieden von
field-by = von
field-from = von
field-to = an
field-where = wo
field-repository = Repository
field-repo = Repository
field-project = Projekt
field-session = Sitzung
field-sessions = Sitzungen
field-job = Job
field-task = Aufgabe
field-instruction = Aufgabe
field-agent = Agent
field-agent_type = Agent
field-worker = Worker
field-workers = Worker
field-queue = Warteschlange
field-position = Position
field-priority = Priorität
field-severity = Schweregrad
field-level = Stufe
field-risk = Risiko
field-risk_level = Risiko
field-score = Bewertung
field-progress = Fortschritt
field-percent = Anteil
field-coverage = Abdeckung
field-count = Anzahl
field-total = gesamt
field-size = Größe
field-memory = Speicher
field-tests = Tests
field-passed = bestanden
field-failed = fehlgeschlagen
field-skipped = übersprungen
field-language = Sprache
field-languages = Sprachen
field-scope = Bereich
field-action = Aktion
field-context = Kontext
field-success = Erfolg
field-requests_made = Aufrufe
field-max_requests = Aufrufe höchstens
field-max_minutes = Dauer höchstens
field-on_timeout = wenn niemand entscheidet

### value: häufige Wörter für Zustände und Arten, wie sie hinter einem Namen stehen

value-open = offen
value-closed = geschlossen
value-in_progress = in Arbeit
value-done = erledigt
value-idle = untätig
value-running = läuft
value-waiting = wartet
value-waiting_approval = wartet auf Freigabe
value-blocked = blockiert
value-paused = pausiert
value-pending = ausstehend
value-queued = eingereiht
value-completed = fertig
value-failed = fehlgeschlagen
value-canceled = abgebrochen
value-cancelled = abgebrochen
value-success = erfolgreich
value-full = vollständig
value-incremental = inkrementell
value-manual = manuell
value-schedule = Zeitplan
value-scheduled = Zeitplan
value-approve = freigegeben
value-deny = abgelehnt
value-expire = verfällt
value-low = gering
value-medium = mittel
value-high = hoch
value-critical = kritisch

### card: the live card of a job (keys card-*)

card-queued = ⏳ { $title } · { $project }
card-started = 🔧 { $title } · { $project }
card-running = 🔄 { $title } · { $project }
card-waiting = ⏸️ { $title } wartet auf Freigabe · { $project }
card-completed = ✅ { $title } fertig · { $project }
card-failed = ❌ { $title } fehlgeschlagen · { $project }
card-canceled = 🚫 { $title } abgebrochen · { $project }
card-progress = { $bar } · { $step }
card-step = ▸ { $step }
card-step-done = ✓ { $step }
card-steps = { $count } Schritte
card-facts = { $steps } · { $cost } · { $requests } · { $elapsed } · { $job }
card-silent = 📡 Kein Lebenszeichen seit { $at }
card-button-log = 📜 Log
card-button-mute = 🔕 Stumm

### look: Seiten mit Jobs, Sitzungen und Ereignissen (Schlüssel look-*)

look-jobs = 📋 Jobs
look-which-job = 📋 Welcher Job?
look-no-jobs = 📋 Noch keine Jobs. Sobald einer etwas meldet, steht er hier. /subscriptions zeigt, was hier ankommt.
    .topic = 📋 Noch keine Jobs. Sobald einer etwas meldet, steht er hier. /subscriptions zeigt, was hier ankommt.
look-job-queued = ⏳ { $title }
look-job-running = 🔄 { $title }
look-job-waiting = ⏸️ { $title }
look-job-completed = ✅ { $title }
look-job-failed = ❌ { $title }
look-job-canceled = 🚫 { $title }
look-waiting =
    { $count ->
        [one] ⚠️ 1 Anfrage wartet
       *[other] ⚠️ { $count } Anfragen warten
    }
look-running =
    { $project } · seit { $elapsed } · { $cost }
    { $bar } · { $requests } · 📡 still seit { $silent }
look-ended =
    { $project } · { $ago }
    Dauer { $took } · { $cost }
look-times = Sitzung { $session } · gestartet { $started } · letztes Zeichen { $updated }
look-times-ended = Sitzung { $session } · gestartet { $started } · beendet { $updated }
look-request = ⚠️ { $action } · ⏳ noch { $left }
look-requests-how = /approvals zeigt, was wartet, mit Knöpfen zum Entscheiden.
look-button-back = ‹‹ Zurück
look-button-history = 🕘 Verlauf
look-button-unmute = 🔔 Laut
look-button-stop = ⏹️ Log beenden
look-which-project = Mehrere Projekte haben einen Job mit dieser ID. Welcher ist gemeint?
look-session = 🗂️ Sitzung { $id }
look-session-gone = Jobs dieser Sitzung habe ich nicht mehr.
look-sessions = 🗂️ Sitzungen
look-no-sessions = 🗂️ Noch keine Sitzungen. Sobald ein Job in einer etwas meldet, steht sie hier.
look-session-line = { $id } · { $project }
look-session-facts =
    { $running } laufend · { $jobs ->
        [one] 1 Job
       *[other] { $jobs } Jobs
    } · { $ago }
look-history = 🕘 { $of }
look-everything = Alles
look-history-none = Hier ist noch nichts geschehen.
look-history-of = 🕘 Verlauf wovon?
look-history-which = 🕘 Mehreres passt. Was ist gemeint?
look-no-subject = Es gibt kein Projekt und keinen Job { $id }.
look-no-count = { $given } ist keine Anzahl von Ereignissen von 1 bis { $most }.
why-how = Antworte mit /why auf eine meiner Nachrichten, dann sage ich, warum sie hier steht.
why-not-mine = Das kann ich nur von meinen eigenen Nachrichten sagen.
why-asked = Darum wurde ich hier gebeten, mit einem Befehl oder einem Knopf.
why-unknown = Ich weiß nicht mehr, worum es in dieser Nachricht ging. Ich merke mir die letzten 128 Nachrichten eines Chats, 7 Tage lang.
why-card = 🔄 { $title }
why-digest = 📂 Mehrere Ereignisse
why-because = Das steht hier wegen:
why-everything = • allem · abonniert von { $who }
why-project = • Projekt { $id } · abonniert von { $who }
why-session = • Sitzung { $id } · abonniert von { $who }
why-job = • Job { $id } · abonniert von { $who }
why-you = dir
why-route = • einer Route in der Policy-Datei · Projekt { $project } · Sitzung { $session } · Job { $job } · { $types } · sie meldet { $level }
why-recipient = • des Absenders, der diesen Chat nennt
why-admin = • deiner Rolle als Admin: niemand sonst, der entscheiden darf, bekommt diese Anfrage
why-opened = Nichts, was dieser Chat abonniert hat, bringt es hierher: Jemand hat es aus einer Liste geöffnet, oder ein anderer Chat konnte es nicht zeigen.
    .topic = Nichts, was dieses Thema abonniert hat, bringt es hierher: Jemand hat es aus einer Liste geöffnet, oder ein anderer Chat konnte es nicht zeigen.
why-nothing = Nichts, was dieser Chat abonniert hat, bringt es jetzt hierher. Das wurde seitdem geändert.
    .topic = Nichts, was dieses Thema abonniert hat, bringt es jetzt hierher. Das wurde seitdem geändert.
why-muted = 🔕 Dieser Job ist hier stumm: Bis er endet, kommen nur seine Anfragen.
why-change = Ändern: /unsubscribe, /level, /cards
look-gone = Diese Seite ist zu alt. Bitte sende den Befehl noch einmal.
look-turned = ↻

### alerts: failures (keys alerts-*)

alert-fixed = ✅ { $after } später behoben
alert-seen = 👀 gesehen von { $who }, { $at }
alert-facts = { $step } · { $cost } · { $elapsed } · { $session } · { $job }
alert-button-error = 📎 Ganzer Fehler
alert-button-mute = 🔕 Job stumm
alert-button-seen = 👀 Gesehen
alert-error-file = 📎 Der ganze Fehler von { $title }
alert-gone = Diesen Fehler habe ich nicht mehr.
alert-seen-already = { $who } hat das schon gesehen.
job-gone = Diesen Job habe ich nicht mehr.
job-muted = 🔕 Stumm, bis der Job endet. Anfragen kommen weiter. Noch einmal tippen hebt es auf.
job-unmuted = 🔔 Ich melde wieder, was dieser Job tut.
job-log-opened = 📜 Das Log steht unten
job-log-file = 📄 Die Datei folgt
alerts-many = ❌ { $count } Fehler

### digest: mehrere Ereignisse in einer Nachricht

digest-group = 📂 { $label } · { $project }
# Ein Job: sein neuestes Ereignis, und wie viele es sonst noch gab.
digest-line =
    { $line } · +{ $count ->
        [one] 1 weiteres
       *[other] { $count } weitere
    }
digest-more =
    … und { $count ->
        [one] 1 weiteres
       *[other] { $count } weitere
    }
digest-show-all = Alle zeigen
digest-shown = Alles steht darunter
digest-gone = Diese Ereignisse habe ich nicht mehr.
digest-file =
    📎 { $count ->
        [one] Das Ereignis
       *[other] Alle { $count } Ereignisse
    } dieser Sammelmeldung; Zeiten in UTC
digest-file-cut = 📎 Die ersten { $count } Ereignisse dieser Sammelmeldung; Zeiten in UTC

### summary: was kam, während ein Chat stumm war oder Ruhezeit hatte

# Ein Sperrbildschirm zeigt 60 Zeichen davon. { $what } sind Zahlen wie summary-count-failed.
summary-title = 🌅 Während der Ruhe: { $what }
summary-title-news = 🌅 Während der Ruhe: nichts fehlgeschlagen, offen oder fertig
summary-count-failed = { $count } fehlgeschlagen
summary-count-waiting = { $count } offen
summary-count-done = { $count } fertig
summary-failed = Fehlgeschlagen: { $count }
summary-waiting = Warten auf eine Entscheidung: { $count } · /approvals
summary-done = Fertig: { $count }
summary-request = ⏳ { $request }
summary-fixed =
    🔧 { $count ->
        [one] 1 Fehler wurde inzwischen behoben
       *[other] { $count } Fehler wurden inzwischen behoben
    }
summary-others =
    { $count ->
        [one] 1 weiteres Ereignis
       *[other] { $count } weitere Ereignisse
    }

### approval: eine Anfrage und was aus ihr wurde

# Ein Sperrbildschirm zeigt 60 Zeichen davon. { $ask } ist eine Frage aus approval-ask und worum es geht.
approval-headline-open = ⚠️ { $ask } · { $project }
approval-headline = { $ask } · { $project }
approval-ask = Freigeben?
approval-ask-scope = { $scope }?
approval-ask-only-scope = { $scope } freigeben?
# Eines Jobs in Stufen: Hinter dieser Stufe wartet er.
approval-ask-gate = Weiter nach Stufe { $stage }?
approval-gate = Weiter nach Stufe { $stage }?
approval-details =
    Stufe: { $stage }
    Bereich: { $scope }
approval-ids = { $project } · { $session } · { $job } · ID { $id }
approval-commits =
    { $count ->
        [one] 1 Commit
       *[other] { $count } Commits
    }
# What a producer calls and says; the dot tells it from lines of ours.
list-separator = ,
approval-counted = { $count }: { $items }
approval-field = · { $name }: { $value }
approval-files =
    { $count ->
        [one] 1 Datei geändert
       *[other] { $count } Dateien geändert
    }
approval-asked = Angefragt von { $who }
# { $names } sind Personen, hinter jeder steht ✓ oder ✗.
approval-votes =
    🗳️ { $required ->
        [one] { $given } von 1 Freigabe
       *[other] { $given } von { $required } Freigaben
    } · { $denials } von { $needed } Ablehnungen · { $names }
approval-votes-other = 🗳️ Andere Stimmen: { $names }
approval-approvers = 👥 Entscheiden dürfen: { $who }
approval-approvers-also = 👥 … und nur, wer auch dazugehört: { $who }
approval-approvers-nobody = 👥 Laut Regel darf das niemand entscheiden
approval-role-viewer = Zuschauer
approval-role-approver = Freigeber
approval-role-admin = Admins
approval-people =
    { $count ->
        [one] 1 benannte Person
       *[other] { $count } benannte Personen
    }
approval-reason-deny = ✍️ Eine Ablehnung braucht eine Begründung
approval-reason-both = ✍️ Jede Entscheidung braucht eine Begründung
approval-problem-end = ❗ Die Anfrage nennt ein Ende, das ich nicht lesen kann; es zählt nicht
approval-problem-timeout = ❗ Die Anfrage nennt eine Frist, die ich nicht lesen kann; sie zählt nicht
approval-problem-over = ❗ Die Frist war schon vorbei, als die Anfrage ankam
approval-problem-silence = ❗ Die Anfrage will, dass Schweigen als Freigabe zählt; hier tut es das nicht
approval-diff-left-out = Der Diff ist zu lang, um ihn hier zu zeigen …
approval-part = 📄 { CODE($id) }, was geschehen soll, Teil { $part } von { $parts }
approval-in-parts =
    📄 { $count ->
        [one] Vollständig in der Nachricht darüber
       *[other] Vollständig in den { $count } Nachrichten darüber
    }
approval-in-file = 📎 Hier gekürzt; vollständig in der Datei darüber
approval-not-whole = ⚠️ Zu lang, um es hier ganz zu zeigen; darum kannst du es hier nicht freigeben.
approval-instead = 📍 Hier, weil es in { $chat } nicht gezeigt werden konnte
approval-changed = ✏️ Geändert { $at } – frühere Stimmen zählen nicht mehr
approval-changed-sometime = ✏️ Geändert – frühere Stimmen zählen nicht mehr
# Eine Datei mit der ganzen Anfrage und ihre Überschriften.
approval-file = 📎 Die ganze Anfrage { CODE($id) }
approval-file-action = Was geschehen soll:
approval-file-stage = Stufe:
approval-file-scope = Bereich:
approval-file-reason = Warum:
approval-file-requester = Angefragt von:
approval-file-project = Projekt:
approval-file-session = Sitzung:
approval-file-job = Job:
approval-file-context = Kontext:
approval-file-diff = Diff:

approval-superseded = 🔁 { BOLD("Geändert") } { $at } · die neue Fassung steht in einer eigenen Nachricht
approval-reminder = 🔔 { $ask } · { $project }
approval-left = ⏳ noch { $left } ({ $at }) · angefragt von { $who }
approval-left-deny = ⏳ noch { $left } ({ $at }), dann abgelehnt · angefragt von { $who }
approval-left-approve = ⏳ noch { $left } ({ $at }), dann automatisch freigegeben · angefragt von { $who }
approval-left-none = ⏳ Die Frist ist um ({ $at }) · angefragt von { $who }
approval-days =
    { $hours ->
        [0] { $days } Tage
       *[other] { $days } Tage { $hours } h
    }

approval-button-approve = ✅ Freigeben
approval-button-deny = ❌ Ablehnen
approval-button-note = ✅✍️ Mit Notiz
approval-button-reason = ❌✍️ Mit Begründung

# Die Frage nach der Begründung, an die Person, die entscheidet.
approval-question-deny =
    ✍️ { $who }, warum lehnst du das ab? { $action }
    Antworte auf diese Nachricht mit deiner Begründung. Erst dann zählt deine Entscheidung.
approval-question-approve =
    ✍️ { $who }, warum gibst du das frei? { $action }
    Antworte auf diese Nachricht mit deiner Begründung. Erst dann zählt deine Entscheidung.
approval-question-note =
    ✍️ { $who }, was möchtest du zur Freigabe anmerken? { $action }
    Antworte damit auf diese Nachricht. Erst dann zählt deine Freigabe.
approval-question-placeholder = Deine Begründung
approval-question-note-placeholder = Deine Notiz

# Was daraus wurde. { $at } ist eine Uhrzeit, an einem anderen Tag mit Datum.
approval-approved =
    ✅ { BOLD("Freigegeben") } von { $who }, { $at } · { $via }
    Begründung: { $reason }
approval-approved-unnamed =
    ✅ { BOLD("Freigegeben") }, { $at }
    Begründung: { $reason }
approval-approved-timeout =
    ✅ { BOLD("Automatisch freigegeben") } nach Ablauf der Frist, { $at }
    Begründung: { $reason }
approval-approved-policy =
    ✅ { BOLD("Automatisch freigegeben") } nach Regel, { $at }
    Begründung: { $reason }
approval-approved-elsewhere =
    ✅ { BOLD("Außerhalb freigegeben") } von { $who }, { $at } · gemeldet von { $source }
    Begründung: { $reason }
approval-approved-elsewhere-automatically =
    ✅ { BOLD("Automatisch freigegeben") }, außerhalb, { $at } · gemeldet von { $source }
    Begründung: { $reason }
approval-denied-elsewhere-automatically =
    ❌ { BOLD("Automatisch abgelehnt") }, außerhalb, { $at } · gemeldet von { $source }
    Begründung: { $reason }
approval-denied =
    ❌ { BOLD("Abgelehnt") } von { $who }, { $at } · { $via }
    Begründung: { $reason }
approval-denied-unnamed =
    ❌ { BOLD("Abgelehnt") }, { $at }
    Begründung: { $reason }
approval-denied-timeout =
    ❌ { BOLD("Automatisch abgelehnt") } nach Ablauf der Frist, { $at }
    Begründung: { $reason }
approval-denied-policy =
    ❌ { BOLD("Automatisch abgelehnt") } nach Regel, { $at }
    Begründung: { $reason }
approval-denied-elsewhere =
    ❌ { BOLD("Außerhalb abgelehnt") } von { $who }, { $at } · gemeldet von { $source }
    Begründung: { $reason }
approval-expired = ⌛ { BOLD("Ohne Entscheidung abgelaufen") }, { $at }; nicht freigegeben
approval-canceled = 🚫 { BOLD("Zurückgezogen") }: Der Job ist beendet, { $at }
approval-canceled-completed = 🚫 { BOLD("Zurückgezogen") }: Der Job ist fertig, { $at }
approval-canceled-failed = 🚫 { BOLD("Zurückgezogen") }: Der Job ist fehlgeschlagen, { $at }
approval-canceled-canceled = 🚫 { BOLD("Zurückgezogen") }: Der Job wurde abgebrochen, { $at }
approval-canceled-by =
    🚫 { BOLD("Zurückgezogen") } von { $who }, { $at }
    Begründung: { $reason }
approval-canceled-because =
    🚫 { BOLD("Zurückgezogen") }, { $at }
    Begründung: { $reason }
approval-via-web = im Web
approval-via-cli = auf der Kommandozeile
# Eine Person von mehreren, die gemeinsam entschieden haben.
approval-reason-of = { $who }: { $reason }

# Was der Job aus einer Entscheidung macht.
approval-awaited = 📨 Gespeichert. Der Job hat sich noch nicht gemeldet.
approval-picked-up = ▶️ Beim Job angekommen, { $at }
approval-unheard =
    ⚠️ Seit 1 min keine Reaktion vom Job. Ich habe die Entscheidung erneut gesendet ({ $at }).
    Sie gilt; bitte sieh nach, ob der Job noch läuft.

### bundle: mehrere Anfragen in einer Nachricht

# Das zeigt der Sperrbildschirm.
bundle-open =
    { $count ->
        [one] ⚠️ 1 Anfrage · { $project }
       *[other] ⚠️ { $count } Anfragen · { $project }
    }
bundle-some =
    { $open ->
        [one] ⚠️ 1 von { $count } Anfragen offen · { $project }
       *[other] ⚠️ { $open } von { $count } Anfragen offen · { $project }
    }
bundle-done = ☑️ { $count } Anfragen · { $project }
bundle-projects =
    { $count ->
        [one] 1 Projekt
       *[other] { $count } Projekte
    }
# Eine entschiedene Anfrage: was daraus wurde, was es war, warum.
bundle-settled = { $outcome } · { $action } · „{ $reason }“
bundle-changed = 🔁 { BOLD("Geändert") }, steht in einer eigenen Nachricht · { $action }
bundle-apart = ⤵️ In einer eigenen Nachricht · { $action }
bundle-too-long = ✂️ Inzwischen zu lang, um alle zusammen zu entscheiden; entscheide einzeln.
bundle-elsewhere = Diese Anfragen stehen hier in einer anderen Nachricht.
bundle-button-approve = ✅ Alle freigeben ({ $count })
bundle-button-deny = ❌ Alle ablehnen
bundle-button-split = 🔍 Einzeln

### standing: Freigaben im Voraus, auch für spätere Anfragen derselben Art

standing-days =
    { $count ->
        [one] 1 Tag
       *[other] { $count } Tage
    }
standing-hours = { $count } h
standing-minutes = { $count } min
standing-seconds = { $count } s
standing-button-session = ✅⏱ { $time } lang freigeben, diese Sitzung
standing-button-job = ✅⏱ { $time } lang freigeben, dieser Job
standing-button-project = ✅⏱ { $time } lang freigeben, dieses Projekt
# Was der dritte Knopf tut. { $action } ist ein Muster oder „dieselbe Aktion“.
standing-offer-session = ⏱ Der dritte Knopf gibt { $time } lang auch spätere Anfragen dieser Sitzung frei: { $action }, bei gleichem Bereich und Kontext
standing-offer-job = ⏱ Der dritte Knopf gibt { $time } lang auch spätere Anfragen dieses Jobs frei: { $action }, bei gleichem Bereich und Kontext
standing-offer-project = ⏱ Der dritte Knopf gibt { $time } lang auch spätere Anfragen dieses Projekts frei: { $action }, bei gleichem Bereich und Kontext
standing-same = dieselbe Aktion
standing-given-session = ⏱ { $who } hat auch spätere Anfragen dieser Sitzung freigegeben: { $action }, bis { $until } (/standing)
standing-given-job = ⏱ { $who } hat auch spätere Anfragen dieses Jobs freigegeben: { $action }, bis { $until } (/standing)
standing-given-project = ⏱ { $who } hat auch spätere Anfragen dieses Projekts freigegeben: { $action }, bis { $until } (/standing)
standing-approved =
    ✅ { BOLD("Im Voraus freigegeben") } von { $who }, { $at }
    Begründung: { $reason }
standing-stop = ⏹ Davon nichts mehr im Voraus freigeben
standing-given = ✅⏱ Freigegeben, und spätere Anfragen dieser Art auch. Mit /standing beendest du das.
standing-stopped = ⏹ Beendet. Spätere Anfragen dieser Art warten wieder auf eine Entscheidung.
standing-over = Das ist schon beendet. Spätere Anfragen dieser Art warten auf eine Entscheidung.
standing-forbidden = Das kann nur beenden, wer es freigegeben hat oder solche Anfragen entscheiden darf. Es wurde nichts geändert.
standing-none = Im Voraus ist nichts freigegeben.
standing-title = ⏱ Im Voraus freigegeben
# { $action } ist eine Aktion oder ein Muster, { $within } eine ID.
standing-item-session =
    { $action } · { $scope } · { $project } · Sitzung { $within }
    { $who } bis { $until } · { $count ->
        [0] noch nicht genutzt
        [one] 1-mal genutzt
       *[other] { $count }-mal genutzt
    }
standing-item-job =
    { $action } · { $scope } · { $project } · Job { $within }
    { $who } bis { $until } · { $count ->
        [0] noch nicht genutzt
        [one] 1-mal genutzt
       *[other] { $count }-mal genutzt
    }
standing-item-project =
    { $action } · { $scope } · { $project } · ganzes Projekt
    { $who } bis { $until } · { $count ->
        [0] noch nicht genutzt
        [one] 1-mal genutzt
       *[other] { $count }-mal genutzt
    }
standing-how = ⏹ beendet eine davon sofort: Spätere Anfragen dieser Art warten dann wieder auf eine Entscheidung.

### tail: das Log eines Jobs in einer Nachricht

tail-title = 📜 Log von { CODE($job) }
tail-titled = 📜 Log: { $title } · { CODE($job) }
tail-waiting = ⏳ Noch keine Zeilen · seit { $since }
tail-live = 🟢 Live seit { $since } · { $count }
tail-paused = ⏸️ Pausiert um { $since } · { $count }
tail-complete = 🏁 Vollständig um { $since } · { $count }
tail-complete-empty = 🏁 Vollständig: Das Log ist leer
tail-stopped = ⏹️ Beendet um { $since } · { $count }
tail-expired = ⏹️ Nach 12 Stunden beendet. Mit /tail geht es weiter.
tail-revoked = ⏹️ Beendet: Dieses Log darf hier nicht mehr gezeigt werden.
tail-button-pause = ⏸️ Pause
tail-button-resume = ▶️ Weiter
tail-button-full = 📄 Ganzes Log
tail-button-short = 🕗 Kurze Zeiten
tail-button-long = 🕗 Ganze Zeiten
tail-cut = die neuesten { $shown } von { $all } Zeilen
tail-lines =
    { $all ->
        [one] 1 Zeile
       *[other] { $all } Zeilen
    }
log-file-whole = 📄 Log von { CODE($job) } · { $size }
log-file-cut =
    📄 Log von { CODE($job) } · { $size }
    Nur der neueste Teil: Größere Dateien nimmt Telegram von mir nicht an.
log-file-none = 📄 Es gibt kein Log von { CODE($job) }, das ich hier zeigen darf.
log-file-failed = ⚠️ Ich konnte das Log von { CODE($job) } nicht als Datei senden. Bitte versuch es später noch einmal.

### command: Antworten auf Befehle (Schlüssel command-*, reply-*)

command-approvals = Anfragen, die auf eine Entscheidung warten
command-approvals-usage = /approvals
command-approve = Eine Anfrage freigeben
command-approve-usage = /approve <ID> [Notiz]
command-approve-example = /approve 4f1c sieht gut aus
command-deny = Eine Anfrage ablehnen
command-deny-usage = /deny <ID> [Begründung]
command-deny-example = /deny 4f1c nicht vor dem Release
command-standing = Was im Voraus freigegeben ist, und es beenden
command-standing-usage = /standing
command-jobs = Was gerade läuft und was zuletzt geendet hat
command-jobs-usage = /jobs
command-job = Ein Job im Ganzen
command-job-usage = /job [ID]
command-sessions = Sitzungen und was darin läuft
command-sessions-usage = /sessions
command-why = Warum eine Nachricht hier steht: antworte darauf
command-why-usage = /why
command-history = Die neuesten Ereignisse eines Projekts oder Jobs
command-history-usage = /history [Projekt|Job] [Anzahl, 1 bis 30]
command-tail = Das Log eines Jobs live verfolgen
command-tail-usage = /tail [session|job] [ID] [Zeilen, 1 bis 200] [short]
command-stop = Die Live-Logs in diesem Chat beenden
command-stop-usage = /stop [Job-ID]
command-level = Wie viel ich hier melde
command-level-usage = /level [all|results|errors|approvals|off]
    .topic = /level [all|results|errors|approvals|off|group]
command-cards = Wie ich laufende Jobs hier zeige
command-cards-usage = /cards [on|off]
    .topic = /cards [on|off|group]
command-mute = Hier eine Weile still sein, oder nur bei einem Job
command-mute-usage = /mute <30m|2h|until 08:00> [Job], /mute <Job>
command-unmute = Hier oder zu einem Job wieder melden
command-unmute-usage = /unmute [Job]
command-quiet = Zeiten, zu denen ich diesen Chat in Ruhe lasse
command-quiet-usage = /quiet <22:00-07:00|off> [Zeitzone]
command-subscribe = Ein Projekt, eine Sitzung oder einen Job abonnieren
command-subscribe-usage = /subscribe <project|session|job> <ID>
command-unsubscribe = Ein Projekt, eine Sitzung oder einen Job abbestellen
command-unsubscribe-usage = /unsubscribe <project|session|job> <ID>
command-subscriptions = Was dieser Chat abonniert hat
command-subscriptions-usage = /subscriptions
command-language = Sprache dieses Chats
command-language-usage = /language [Code]
command-whoami = Deine Benutzer-ID und deine Rollen
command-whoami-usage = /whoami
command-help = Alle Befehle, oder einer im Detail
command-help-usage = /help [Befehl]
command-start = Begrüßung; schaltet mich hier wieder ein
command-start-usage = /start [Code]
command-invite = Jemanden mit einem Link einladen
command-invite-usage = /invite <viewer|approver|admin> [Projekt]
command-members = Wer was darf, und offene Einladungen
command-members-usage = /members
command-grant = Jemandem eine Rolle geben
command-grant-usage = /grant <Telegram-ID> <viewer|approver|admin> [Projekt] [as <Benutzer-ID>]
command-revoke = Jemandem Rollen entziehen
command-revoke-usage = /revoke <Telegram-ID> [viewer|approver|admin] [Projekt]
command-dlq = Nachrichten, die sich nicht verarbeiten ließen
command-dlq-usage = /dlq [retry|drop <ID|all>]
command-health = Läuft alles?
command-health-usage = /health [seen]

reply-usage =
    So geht es: { $usage }
    Beispiel: { $example }
reply-ago = vor { $duration }
# Was an den Angaben zu einem Befehl falsch war.
reply-surplus = { $given } ist ein Wort zu viel.
reply-no-word = Mit { $given } kann ich hier nichts anfangen.
reply-missing-id = Die ID fehlt.
reply-missing-project = Das Projekt fehlt: Du vergibst Rollen für Projekte, deren Admin du bist.
reply-id-too-long = Diese ID ist zu lang; höchstens { $most } Zeichen.
reply-no-kind = { $given } lässt sich nicht abonnieren. Zur Wahl stehen project, session und job.
reply-missing-kind = Was meinst du? Ein Projekt (project), eine Sitzung (session) oder einen Job (job).
reply-no-level = Den Umfang { $given } gibt es nicht.
reply-no-role-called = Die Rolle { $given } gibt es nicht. Zur Wahl stehen viewer, approver und admin.
reply-missing-role = Die Rolle fehlt: viewer, approver oder admin.
reply-no-user-id = { $given } ist keine Telegram-ID. Sie ist eine Zahl; /whoami zeigt jedem die eigene.
reply-missing-user-id = Die Telegram-ID fehlt. Sie ist eine Zahl; /whoami zeigt jedem die eigene.
reply-no-lines = { $given } ist keine Zeilenzahl von 1 bis { $most }.
reply-no-command = Den Befehl { $given } gibt es nicht. /help nennt alle.
reply-unknown-command = Diesen Befehl kenne ich nicht. /help nennt alle.
reply-plain-words = Ich verstehe nur Befehle: /jobs zeigt, was läuft, /approvals, was auf eine Entscheidung wartet. /help nennt alle.
reply-stale = Als du das geschrieben hast, war ich nicht da, also habe ich nichts getan. Bitte schick es noch einmal.
reply-more-in-private = Vielleicht kann ich dir im privaten Chat mehr zeigen: { $link }
reply-only-in-private = Das beantworte ich in unserem privaten Chat: { $link }
reply-hidden-admin = Du schreibst als Gruppe, darum weiß ich nicht, wer du bist. Schalte in deinen Adminrechten „Anonym bleiben“ aus, oder schreib mir privat: { $link }
reply-as-channel = Du schreibst als Kanal, darum weiß ich nicht, wer du bist. Schreib unter deinem Namen, oder mir privat: { $link }
reply-channel = In Kanälen arbeite ich nicht. Nimm mich in eine Gruppe auf, oder schreib mir privat: { $link }
reply-failed = Da ist bei mir etwas schiefgegangen. Bitte versuch es noch einmal.
reply-several = Mehrere IDs fangen so an: { $ids } · und { $more } weitere
reply-more = … und { $count } weitere

reply-start-greeting = 👋 Hallo { $name }, ich bin jobwire. Ich melde, was deine Jobs tun, und frage dich, wenn sie eine Entscheidung brauchen.
reply-start-change-private = Mit /level bestimmst du, wie viel ich melde, mit /subscribe und /unsubscribe, wovon. /help nennt alles Weitere.
reply-start-change-group = Mit /subscribe bestimmst du, wovon ich hier melde, zum Beispiel /subscribe project acme/web; mit /level, wie viel. /help nennt alles Weitere.
reply-hello =
    👋 Hallo, ich bin jobwire. Ich melde, was Jobs tun, und frage, wenn sie eine Entscheidung brauchen.
    Wer eine Rolle hat, bestimmt mit /subscribe, wovon ich hier melde.
reply-no-role =
    Du hast hier noch keine Rolle, deshalb kann ich dir nichts zeigen. Deine Benutzer-ID ist { $id }.
    Bitte einen Admin dieses Bots um eine Einladung (/invite), oder das zu schicken: { $grant }
reply-no-admin = Hier gibt es noch keinen Admin. Wenn du diesen Bot betreibst: Öffne den Link, den er beim Start ausgegeben hat. Er gilt 10 Minuten; jeder Start gibt einen neuen aus.
reply-invite-first-admin =
    🔑 Du bist der erste Admin dieses Bots.
    { $may }
    Mit /invite lädst du andere ein.
reply-invite-accepted =
    🔑 Du hast eine Einladung angenommen. Du bist jetzt: { $roles }
    { $may }
reply-invite-which = Was darf die Person, die du einlädst?
reply-invite-meaning-viewer = Zuschauer: sehen, was Jobs tun
reply-invite-meaning-approver = Freigeber: auch über Anfragen entscheiden
reply-invite-meaning-admin = Admin: alles, auch andere einladen
reply-invite-where =
    Für welches Projekt? Rolle: { $role }
    Du kannst nur einladen für: { $where }
reply-invite-all = Alle Projekte
reply-invite-made =
    ✉️ Einladung: { $role }
    Schick diesen Link einer Person. Wer ihn zuerst öffnet, bekommt die Rolle. Er gilt einmal, { $hours } h lang: bis { $until }.
    { $link }
    Oder nur der Code, um ihn mir nach /start zu schicken:
    { $code }
reply-invite-revoke = ✖️ Zurückziehen
reply-invite-revoked = ✖️ Diese Einladung wurde zurückgezogen: { $role }
reply-members = 👥 Personen: { $people } · offene Einladungen: { $invitations }
reply-member = { $name } · { $id } · { $roles } · { $more } · { $setting }
reply-member-invitation = { $at }. ✉️ { $role } · von { $by } · bis { $until }
reply-members-how = ✖️ zieht eine Einladung zurück.
reply-invite-held = Das hast du schon: { $roles }. Die Einladung gibt dir nichts Neues; verbraucht hast du sie damit nicht.
reply-invite-invalid = Diese Einladung gilt nicht oder nicht mehr. Lass dir eine neue schicken.
reply-invite-throttled = Zu viele ungültige Einladungen. In { $count } min kannst du es wieder versuchen.
reply-invite-taken = 🔑 { $who } ({ $id }) hat deine Einladung angenommen: { $role }

reply-gets = Dieser Chat hat abonniert:
    .topic = Dieses Thema hat abonniert:
reply-nothing-subscribed = Dieser Chat hat noch nichts abonniert.
    .topic = Dieses Thema hat noch nichts abonniert.
reply-subscription-everything = • alles
reply-subscription-everything-in = • alles in { $projects } · +{ $more }
reply-subscription-project = • Projekt { $id }
reply-subscription-session = • Sitzung { $id }
reply-subscription-job = • Job { $id }
reply-subscribed =
    ✅ Dieser Chat hat jetzt abonniert:
    { $what }
    .topic =
        ✅ Dieses Thema hat jetzt abonniert:
        { $what }
reply-subscribed-ahead =
    ✅ Dieser Chat hat jetzt abonniert:
    { $what }
    Davon kam noch nichts. Ich melde mich, sobald etwas eintrifft.
    .topic =
        ✅ Dieses Thema hat jetzt abonniert:
        { $what }
        Davon kam noch nichts. Ich melde mich, sobald etwas eintrifft.
reply-unsubscribed =
    ✅ Abbestellt:
    { $what }
    .topic =
        ✅ Abbestellt:
        { $what }
reply-narrow =
    Dieser Chat hat abonniert:
    { $now }
    { $id } gehört dazu. Nur noch { $id }, oder alles wie bisher?
    .topic =
        Dieses Thema hat abonniert:
        { $now }
        { $id } gehört dazu. Nur noch { $id }, oder alles wie bisher?
reply-narrow-only = Nur { $id }
reply-narrow-keep = Alles wie bisher
reply-narrow-by-hand =
    Dieser Chat hat abonniert:
    { $now }
    { $id } gehört dazu. Es wurde nichts geändert. Damit nur noch { $id } kommt, bestelle zuerst den Rest mit /unsubscribe ab.
    .topic =
        Dieses Thema hat abonniert:
        { $now }
        { $id } gehört dazu. Es wurde nichts geändert. Damit nur noch { $id } kommt, bestelle zuerst den Rest mit /unsubscribe ab.
reply-narrowed =
    ✅ Dieser Chat hat jetzt nur noch abonniert:
    { $what }
    .topic =
        ✅ Dieses Thema hat jetzt nur noch abonniert:
        { $what }
reply-not-narrowed =
    Es wurde nichts geändert. Dieser Chat hat abonniert:
    { $now }
    .topic =
        Es wurde nichts geändert. Dieses Thema hat abonniert:
        { $now }
reply-still-followed =
    Es kommt weiter als Teil von:
    { $rest }
reply-subscribe-which = Von { $id } habe ich noch nichts gesehen, aber diese fangen so an. Was meinst du?
reply-as-typed = { $id } wie geschrieben
reply-topics-follow = Themen ohne eigene Einstellung übernehmen das.
reply-group-word = Gruppe
reply-group-button = ↩️ Wie in der Gruppe
reply-group-not-followed = Dieses Thema hat eigene Einstellungen.
reply-group-followed = ↩️ Dieses Thema hat das jetzt wieder wie die Gruppe.
reply-changed-by = Geändert von { $who }
reply-change-forbidden = Was ich hier melde, darf nur ändern, wer für alles Betroffene Freigeber oder Admin ist. Es wurde nichts geändert.
reply-not-subscribed = Das hat dieser Chat nicht abonniert. /subscriptions nennt, was er abonniert hat.
    .topic = Das hat dieses Thema nicht abonniert. /subscriptions nennt, was es abonniert hat.
reply-no-project = Es gibt kein Projekt { $id }.

reply-level-is = Ich melde hier: { $level }
reply-level-set = ✅ Ich melde hier jetzt: { $level }
reply-level-all = alles
reply-level-results = Ergebnisse
reply-level-errors = Fehler
reply-level-approvals = Freigaben
reply-level-off = aus
reply-level-all-posts = alles
reply-level-results-posts = Beginn, Ergebnisse, Fehler und Anfragen
reply-level-errors-posts = Fehler und Anfragen
reply-level-approvals-posts = Anfragen und was daraus wurde
reply-level-off-posts = nichts
reply-level-all-meaning = • alles (all): alles, was dieser Chat abonniert hat
    .topic = • alles (all): alles, was dieses Thema abonniert hat
reply-level-results-meaning = • Ergebnisse (results): was beginnt, was daraus wird, und Anfragen, ohne die Schritte dazwischen
reply-level-errors-meaning = • Fehler (errors): was fehlschlägt, und Anfragen um Freigabe
reply-level-approvals-meaning = • Freigaben (approvals): Anfragen um Freigabe und was daraus wurde
reply-level-off-meaning = • aus (off): nichts
reply-no-cards = Möglich sind an (on) und aus (off), nicht { $given }.
reply-cards-word-on = an
reply-cards-word-off = aus
reply-cards-now = Laufende Jobs zeige ich { $cards }.
reply-cards-set = ✅ Laufende Jobs zeige ich jetzt { $cards }.
reply-cards-on = als Live-Karten
reply-cards-off = in Sammelmeldungen

reply-mute-how-long = Wie lange soll ich hier still sein? Anfragen kommen weiter, alles andere fasse ich danach zusammen. Ein Job: /mute <Job>
reply-mute-30m = 30 min
reply-mute-2h = 2 h
reply-mute-8h = 8 h
reply-mute-until0800 = bis 08:00
reply-mute-word-until = bis
reply-mute-job = 🔕 { $job }
reply-no-mute-time = { $given } verstehe ich nicht als Zeit. Möglich sind 30m, 2h, 1d, bis 08:00.
reply-mute-too-long = { $given } ist zu lang: höchstens 30d. /level off schaltet hier alles ab.
reply-muted = 🔕 Still bis { $at }. Anfragen kommen weiter, alles andere fasse ich danach zusammen.
reply-muted-now = 🔕 Stumm bis { $at }; Anfragen kommen weiter
reply-unmute-button = 🔔 Rückgängig
reply-unmuted = 🔔 Ich melde hier wieder. Falls inzwischen noch etwas kam, folgt es in einer Zusammenfassung.
reply-not-muted = Ich bin hier nicht stumm.
reply-mute-which = Einen Job namens { $id } habe ich noch nicht gesehen, aber diese fangen so an. Welchen meinst du?
reply-job-muted = 🔕 { $job } ist stumm, bis er endet. Anfragen und das Ergebnis kommen weiter.
reply-job-muted-until = 🔕 { $job } ist stumm bis { $at }. Anfragen und das Ergebnis kommen weiter.
reply-job-muted-ahead = 🔕 Einen Job namens { $job } habe ich noch nicht gesehen. Wenn er kommt, ist er stumm, bis er endet; Anfragen und das Ergebnis kommen weiter.
reply-job-muted-ahead-until = 🔕 Einen Job namens { $job } habe ich noch nicht gesehen. Wenn er kommt, ist er stumm bis { $at }; Anfragen und das Ergebnis kommen weiter.
reply-job-unmuted = 🔔 Ich melde wieder, was { $job } tut.
reply-job-not-muted = { $job } ist hier nicht stumm.
reply-muted-jobs = 🔕 Stumme Jobs: { $jobs }
reply-muted-job = { $job } bis { $at }

reply-quiet-hours = { $times } ({ $zone })
reply-quiet-is = 🌙 Ruhezeit: { $hours } · gerade bis { $at }
reply-quiet-none = 🌙 Hier gibt es keine Ruhezeit.
reply-quiet-how = In der Ruhezeit kommen Anfragen ohne Ton, alles andere fasse ich danach zusammen. Andere Zeiten: /quiet 23:00-06:30 Europe/Berlin
reply-quiet-set = 🌙 Ruhezeit: { $hours }. Anfragen kommen ohne Ton, alles andere fasse ich danach zusammen.
reply-quiet-ended = 🔔 Keine Ruhezeit mehr.
reply-quiet-off = aus
reply-zone-guessed = Uhrzeiten verstehe ich hier als UTC. Nenne einmal deine Zeitzone: /quiet Europe/Berlin
reply-zone-set = ✅ Uhrzeiten sind hier die von { $zone }.
reply-zone-understood = { $given } habe ich als { $zone } verstanden.
reply-no-zone = Eine Zeitzone { $given } kenne ich nicht. Sie heißen wie Europe/Berlin oder America/New_York.
reply-no-times = { $given } verstehe ich nicht als Zeiten. Sie sehen so aus: 22:00-07:00.
reply-times-equal = { $given }: Das beginnt und endet zur selben Zeit. /level off schaltet hier alles ab.

reply-language-now = Sprache dieses Chats: { $language }
reply-language-set = ✅ Ich schreibe hier jetzt { $language }.
reply-no-language =
    Die Sprache { $given } gibt es nicht.
    Verfügbar: { $locales }

reply-no-approvals = Nichts wartet auf eine Entscheidung.
reply-approvals-yours = Wartet auf dich
reply-approvals-others = Wartet auf andere
reply-approvals-done = Wartet nicht mehr auf dich
reply-approval =
    { $action } · { $scope } · { $project } · { $title }
    ⏳ noch { $left } ({ $expires }) · angefragt { $ago } · von { $who } · { $given } von { $required } Freigaben · { $reason } · { $open } · ID { $id }
    „{ $why }“
reply-approval-unseen = 🔍 hier nicht vollständig gezeigt: erst öffnen
reply-approvals-how = Entscheide mit den Knöpfen einer Anfrage, oder mit /approve und /deny und dem Anfang ihrer ID.
reply-approvals-pick = ☐ wählt mehrere aus, um sie zusammen zu entscheiden, 🔍 öffnet eine ganz. Oder nimm /approve und /deny mit dem Anfang einer ID.
reply-approvals-approve = ✅ Ausgewählte freigeben ({ $count })
reply-approvals-deny = ❌ Ausgewählte ablehnen ({ $count })
reply-which-request = Zu { $id } passen mehrere Anfragen.
reply-which-open = Welche ist gemeint? 🔍 zeigt sie ganz, dann entscheide.
reply-which-settled = schon entschieden
reply-no-approval = Ich habe keine Anfrage { $id }. /approvals nennt die offenen.
reply-not-seen = 🔍 Nicht gezählt: Dieser Chat hat die Anfrage, wie sie jetzt lautet, noch nicht ganz gezeigt. Ich poste sie hier ganz; lies sie und entscheide dann.
reply-approved = ✅ Du hast freigegeben: { $action }
reply-denied = ❌ Du hast abgelehnt: { $action }
reply-reason-words = Ich brauche deine Antwort in Worten, darum wurde nichts geändert. Bitte antworte noch einmal.
reply-anonymous = Du schreibst anonym, darum weiß ich nicht, wer entscheidet. Es wurde nichts geändert; tippe einen Knopf an oder antworte unter deinem Namen.
reply-choice =
    💬 Deine Antwort entscheidet noch nichts: { $action }
    Was soll ich damit machen?
reply-choice-deny = ❌ Mit dieser Begründung ablehnen
reply-choice-comment = 💬 Nur ein Kommentar
reply-commented = 💬 Als Kommentar gespeichert und an den Job weitergegeben: { $action }

reply-no-jobs = Noch keine Jobs.
reply-no-job = Es gibt keinen Job { $id }.
reply-no-session = Es gibt keine Sitzung { $id }.
reply-no-tail = Hier läuft kein Live-Log.
reply-tails-full = Im Moment laufen zu viele Live-Logs. Bitte versuch es später noch einmal.
reply-stop-forbidden = Diese Logs haben andere geöffnet. Nur sie oder ein Freigeber können sie beenden.
reply-tail-stopped = ⏹️ Beendet: { $jobs }

reply-role-viewer = Zuschauer (viewer)
reply-role-approver = Freigeber (approver)
reply-role-admin = Admin
reply-role-none = ohne Rolle
reply-role-everywhere = { $role } für alle Projekte
reply-role-project = { $role } für { $project }
reply-whoami =
    Du bist { $name }, Benutzer-ID { $id }.
    Rollen: { $roles }
    Auch bekannt als: { $known }
reply-may-viewer = Darf sehen: { $where }
reply-may-approver = Darf sehen und über Anfragen entscheiden: { $where }
reply-may-admin = Darf alles, auch interne Ereignisse sehen: { $where }
reply-may-everywhere = alle Projekte
reply-granted =
    ✅ { $id } ist jetzt: { $roles }
    Vorher: { $before }
    { $may }
    Bekannt als: { $known }
reply-granted-you =
    🔑 { $by } hat dir eine Rolle gegeben. Du bist jetzt: { $roles }
    { $may }
    { $start }
    /help zeigt, was ich für dich tun kann.
reply-granted-start = Sende /start, dann melde ich hier, was Jobs tun.
reply-granted-already = { $id } hat diese Rolle schon: { $role }. Es wurde nichts geändert.
reply-grant-as-forbidden = Wer jemand in anderen Systemen ist, kann nur ein Admin aller Projekte angeben. Es wurde nichts geändert.
reply-grant-which-role = Welche Rolle bekommt { $id }?
reply-grant-which-project = Für welches Projekt? { $id }: { $role }
reply-revoke-which = Was verliert { $id }? Jetzt: { $roles }
reply-revoke-all = ✖️ Alle Rollen
reply-revoke-last = ⚠️ Du bist der einzige Admin. Ohne Admin kann niemand Rollen geben, bis jobwire neu gestartet wird und einen neuen Link ausgibt.
reply-revoke-anyway = ✖️ Trotzdem abgeben
reply-revoked =
    ✅ { $id } hat nicht mehr: { $taken }
    ✅ { $id } hat jetzt: { $roles }
    { $stays }
    Widerrufene Tokens: { $tokens }
    Zurückgenommene Stimmen: { $votes }
    Zurückgezogene Einladungen: { $invitations }
reply-revoked-you =
    { $by } hat dir eine Rolle entzogen: { $taken }
    Du hast jetzt: { $roles }
    { $may }
reply-revoked-settings = { $id } ist durch die Einstellung ADMIN_USER_IDS Admin und bleibt es, bis sie in .env oder der Umgebung geändert und jobwire neu gestartet ist.
reply-role-not-held =
    { $id } hat diese Rolle nicht: { $role }
    { $id } hat: { $roles }
reply-no-member = { $id } hat keine Rolle.

reply-letters =
    { $count ->
        [one] 1 Nachricht ließ sich nicht verarbeiten
       *[other] { $count } Nachrichten ließen sich nicht verarbeiten
    }
reply-letter =
    { $id } · { $at } · { $source } · { $stage }
    { $reason }
    { $raw }
letter-stage-decoding = nicht lesbar
letter-stage-routing = nicht zugeordnet
letter-stage-following = keine Datei geschrieben
letter-stage-delivering = nicht zugestellt
reply-letters-how = /dlq retry mit einer ID versucht es noch einmal, /dlq drop mit einer ID löscht sie; all statt der ID meint alle.
reply-no-letters = Nichts liegen geblieben: Alles wurde verarbeitet.
reply-no-letter = Es gibt keine liegen gebliebene Nachricht { $id }. /dlq nennt die neuesten.
reply-letter-retried = ✅ { $id } hat diesmal geklappt und ist jetzt ein Ereignis.
reply-letter-routed = ✅ { $id } ist wieder unterwegs zu den Chats.
reply-letter-queued = ✅ { $id } wird gleich noch einmal versucht.
reply-letter-requeued = ✅ { $id } wartet wieder auf seinen Chat.
reply-letter-still-dead = ❌ { $id } schlägt weiter fehl: { $reason }
reply-letter-dropped = 🗑️ { $id } gelöscht.
reply-letters-retried =
    ✅ { $count ->
        [one] 1 Nachricht hat
       *[other] { $count } Nachrichten haben
    } diesmal geklappt.
    Noch nicht verarbeitet: { $left }
reply-letters-dropped =
    🗑️ { $count ->
        [one] 1 Nachricht
       *[other] { $count } Nachrichten
    } gelöscht.
    Noch da: { $left }

reply-health-fine = ✅ Alles läuft
reply-health-noteworthy = ✅ Alles läuft. Einen Blick wert:
reply-health-failing = ❌ Nicht alles läuft
reply-health-problem =
    ❌ { $part }
    { $what }
    Seit { $at }
    Seit { $for }
    → { $advice }
reply-health-note =
    ⚠️ { $part }
    { $what }
    → { $advice }
reply-health-letters =
    🗂️ { $count ->
        [one] 1 Nachricht ließ sich nicht verarbeiten.
       *[other] { $count } Nachrichten ließen sich nicht verarbeiten.
    } Siehe /dlq
reply-health-seen = ✅ Notiert. Ich passe weiter auf.
reply-health-nothing-to-see = Nichts zu bestätigen: Redis hat alles, was es haben soll.

health-part-routing = Verteilen
health-part-sending = Senden
health-part-storage = Redis: Speicherung
health-part-disk = Festplatte
health-part-history = Verlauf
health-part-redis = Redis
health-part-telegram = Telegram
health-part-layout = Daten einer früheren Version
health-part-source = Quelle { $id }

health-routing-still = Nichts gelangt mehr in die Chats. Das älteste Ereignis wartet seit { $seconds } s.
health-routing-still-advice = Das Log nennt den Grund. Dauert es 1 min, beende ich mich, damit ich neu gestartet werde.
health-routing-behind = Ich bin { $seconds } s im Rückstand und hole auf.
health-routing-behind-advice = Meist gibt sich das von selbst. Wenn nicht, prüfe die Auslastung dieser Maschine und von Redis.
health-sending-not-taken =
    Telegram hat seit { $seconds } s keine der letzten { $count } Nachrichten angenommen. Nichts geht verloren; alles wartet.
health-sending-not-taken-advice = Prüfe, ob diese Maschine Telegram erreicht.
health-sending-late =
    Für { $chats ->
        [one] 1 Chat
       *[other] { $chats } Chats
    } liegt etwas bereit, und niemand sendet es: { $seconds } s zu spät.
health-sending-late-advice = Das Log nennt den Grund. Ein Neustart hilft und verliert nichts.
health-put-aside =
    Noch nicht sendbar: { $count }, in { $chats ->
        [one] 1 Chat
       *[other] { $chats } Chats
    }
    Noch nicht verarbeitete Nachrichten aus Quellen: { $messages }
health-put-aside-advice = Nichts anderes wartet darauf; ich versuche es mit wachsenden Pausen erneut. Was und warum, steht im Log (delivery_put_aside).
health-source-aside =
    { $count ->
        [one] 1 Stream oder Datei dieser Quelle ist
       *[other] { $count } Streams oder Dateien dieser Quelle sind
    } nicht lesbar; die übrigen laufen weiter.
health-source-aside-advice = Was und warum, steht im Log (stream_set_aside, run_file_unreadable). Ich sehe mit wachsenden Pausen wieder nach.
health-follower-aside =
    { $count ->
        [one] 1 Ereignis konnte
       *[other] { $count } Ereignisse konnten
    } noch nicht geschrieben werden; andere Jobs laufen weiter.
health-follower-aside-advice = Was und warum, steht im Log (follower_failed). Ich versuche es mit wachsenden Pausen erneut.
health-stored-unreadable =
    { $count ->
        [one] 1 gespeicherter Wert ist
       *[other] { $count } gespeicherte Werte sind
    } nicht lesbar; alle anderen schon.
health-stored-unreadable-advice = Welcher und warum, steht im Log (stored_unreadable). Jemand anders hat in Schlüssel von jobwire geschrieben, oder eine andere Version.
health-storage-silent = Keine Antwort seit { $seconds } s.
health-storage-silent-advice = Prüfe Redis und die Verbindung dorthin.
health-storage-unknown = Ich darf Redis nicht nach seinem Zustand fragen (kein Recht auf INFO) und überwache Platte und Speicher deshalb nicht.
health-storage-unknown-advice = Gib seinem Benutzer +info.
health-storage-unwritable = Redis kann seine Datei nicht schreiben. Bis es das kann, werden neue Ereignisse und Entscheidungen abgewiesen.
health-storage-unwritable-advice = Schaffe Platz auf der Platte oder korrigiere die Rechte dort; dann geht es von selbst weiter.
health-storage-evicts = Redis löscht Daten, wenn der Speicher ausgeht (maxmemory-policy { $policy }): Ereignisse und Entscheidungen gehen verloren.
health-storage-evicts-advice = Setze maxmemory-policy noeviction.
health-storage-may-evict = Redis löscht vielleicht Schlüssel mit Ablaufzeit, wenn der Speicher ausgeht (maxmemory-policy { $policy }): Ereignisse können doppelt kommen.
health-storage-may-evict-advice = Setze maxmemory-policy noeviction.
health-storage-full = Redis hat keinen Speicher mehr und nimmt nichts mehr an.
health-storage-full-advice = Erhöhe maxmemory oder senke EVENT_RETENTION_DAYS.
health-storage-nearly-full = Redis belegt { $percent } % seines Speichers.
health-storage-nearly-full-advice = Erhöhe maxmemory oder senke EVENT_RETENTION_DAYS.
health-storage-rewrite-failed = Redis konnte seine Datei nicht kürzen; sie wächst.
health-storage-rewrite-failed-advice = Sieh dir Log und Platte von Redis an.
health-storage-not-kept = Redis führt keine Append-only-Datei: Wenn es endet, ist alles seit dem letzten Snapshot verloren.
health-storage-not-kept-advice = Setze appendonly yes.
health-disk-unwritable = { $folder } lässt sich nicht beschreiben: { $reason }
health-disk-unwritable-advice = Schaffe dort Platz oder korrigiere die Rechte.
health-disk-low = Nur noch { $megabytes } MB frei, wo { $folder } liegt.
health-disk-low-advice = Schaffe Platz, bevor sie voll ist.
health-history-rolled-back =
    Redis hat einen älteren Stand als zuvor: Ein Backup wurde eingespielt, oder eine Replika hat übernommen.
    Was nach { $since } kam, fehlt.
    Verlorene Entscheidungen: { $decisions }
health-history-rolled-back-advice = Sieh dir /approvals an und bestätige dann mit /health seen.

rollback-notice =
    ⏪ Redis hat einen älteren Stand als zuvor. Entscheidungen sind vielleicht rückgängig gemacht.
    Was nach { $at } kam, fehlt.
    Verlorene Entscheidungen: { $count }
rollback-notice-approved = ✅ { $id } · { $project } · freigegeben { $at }
rollback-notice-denied = ❌ { $id } · { $project } · abgelehnt { $at }
rollback-notice-advice = Sieh dir /approvals an und bestätige dann mit /health seen.

### dashboard: der Weg aus einem Chat zum Dashboard

dashboard-open = ↗️ Öffnen
dashboard-menu = Dashboard
dashboard-where = 📊 Das alles zeigt dir auch das Dashboard: { $address }

### tap: Antworten auf Knöpfe (Schlüssel tap-*)

tap-received = Angekommen. Wird gespeichert …
tap-approved = ✅ Freigegeben
tap-denied = ❌ Abgelehnt
tap-setting-gone = Diese Nachricht ist zu alt, um noch etwas zu ändern. Bitte schick den Befehl noch einmal.
tap-saved = ✅ Gespeichert
tap-kept = Es wurde nichts geändert.
tap-choose = Bitte wähle.
tap-failed = Da ist bei mir etwas schiefgegangen. Bitte versuch es noch einmal.
tap-voted-approve = 🗳️ Deine Freigabe zählt: { $given } von { $needed }. Es ist noch nicht entschieden.
tap-voted-deny = 🗳️ Deine Ablehnung zählt: { $given } von { $needed }. Es ist noch nicht entschieden.
tap-voted-approve-again = 🗳️ Deine Freigabe zählt schon: { $given } von { $needed }. Jetzt müssen andere entscheiden.
tap-voted-deny-again = 🗳️ Deine Ablehnung zählt schon: { $given } von { $needed }. Jetzt müssen andere entscheiden.
tap-question = ✍️ Bitte antworte auf meine Frage mit deiner Begründung. Noch ist nichts entschieden.
tap-question-note = ✍️ Bitte antworte auf meine Frage mit deiner Notiz. Noch ist nichts entschieden.
tap-reason-needed = Hier braucht es eine Begründung, darum wurde nichts geändert. Schreib /approve oder /deny mit der ID und deiner Begründung.
tap-commented = 💬 Als Kommentar weitergegeben. Entschieden ist damit nichts.
tap-invite-over = Diese Einladung ist nicht mehr offen.
tap-invite-revoked = ✅ Zurückgezogen
tap-admin-only = Das kann nur ein Admin wählen. Es wurde nichts geändert.
tap-choice-foreign = Das kann nur wählen, wer die Antwort geschrieben hat.
tap-choice-gone = Diese Frage ist zu alt. Es wurde nichts geändert; nimm die Knöpfe der Anfrage.
tap-choice-made = Du hast schon gewählt; dabei bleibt es.
tap-picked =
    { $count ->
        [0] Nichts ausgewählt
        [one] 1 ausgewählt
       *[other] { $count } ausgewählt
    }
tap-bundle-approve = ✅ { $count } freigegeben
tap-bundle-deny = ❌ { $count } abgelehnt
tap-bundle-voted =
    { $count ->
        [one] 🗳️ 1 hat deine Stimme und wartet auf andere
       *[other] 🗳️ { $count } haben deine Stimme und warten auf andere
    }
tap-bundle-forbidden-approve =
    { $count ->
        [one] 1 darfst du nicht freigeben
       *[other] { $count } darfst du nicht freigeben
    }
tap-bundle-forbidden-deny =
    { $count ->
        [one] 1 darfst du nicht ablehnen
       *[other] { $count } darfst du nicht ablehnen
    }
tap-bundle-reason =
    { $count ->
        [one] 1 braucht eine Begründung: „Einzeln“
       *[other] { $count } brauchen eine Begründung: „Einzeln“
    }
tap-bundle-late =
    { $count ->
        [one] 1 war schon entschieden oder geändert
       *[other] { $count } waren schon entschieden oder geändert
    }
tap-bundle-changed = Diese Anfragen haben sich geändert. Nichts wurde entschieden; sieh sie dir an, wie sie jetzt sind.
tap-bundle-done = Hier wartet nichts mehr.
tap-bundle-split = Unten einzeln gezeigt
tap-opened = Unten geöffnet
tap-none-approve = Es ist nichts ausgewählt. Tippe erst die Nummern an.
tap-none-deny = Nichts ausgewählt, was sich ohne Begründung ablehnen lässt. Tippe erst die Nummern an; mit Begründung: nimm den Knopf dafür an der Anfrage.
tap-counted-approve = ✅ { $counted } von { $all } Freigaben zählen.
tap-counted-deny = ❌ { $counted } von { $all } Ablehnungen zählen.
tap-list-foreign = Diese Liste gehört jemand anderem. Schreib /approvals für deine eigene.
tap-changed = Diese Anfrage wurde geändert. Deine Stimme zählt noch nicht; sieh dir zuerst die neue Fassung an.
tap-not-whole = Diese Nachricht zeigt nicht die ganze Anfrage, deshalb lässt sie sich hier nicht freigeben. Es wurde nichts geändert.
tap-list-gone = Diese Liste ist zu alt. Schreib /approvals für eine neue.
tap-unknown = Diese Anfrage habe ich nicht mehr. Es wurde nichts geändert.
tap-channel = In einem Kanal melde ich nur. Schreib mir dafür privat.
tap-no-question = In einem Kanal kann ich nicht nach deinen Worten fragen. Es wurde nichts geändert; entscheide in unserem privaten Chat, mit /approvals.
tap-no-role = Du hast hier keine Rolle, es wurde nichts geändert. Deine Benutzer-ID ist { $id }; frag einen Admin dieses Bots.
tap-forbidden-role = Du darfst das sehen, aber nur ein Freigeber darf es entscheiden. Es wurde nichts geändert.
tap-forbidden-role-project = Du darfst das sehen, aber nur ein Freigeber für { $project } darf es entscheiden. Es wurde nichts geändert.
tap-forbidden-policy = Das dürfen nur entscheiden: { $who }. Es wurde nichts geändert.
tap-forbidden-nobody = Laut Regel darf das niemand entscheiden. Es wurde nichts geändert.
tap-forbidden-self = Du hast selbst darum gebeten, also muss es jemand anders freigeben. Es wurde nichts geändert.
tap-forbidden-ended = Die Sitzung oder der Job ist beendet, es gibt nichts Späteres im Voraus freizugeben. Es wurde nichts geändert: gib diese Anfrage einzeln frei.
tap-forbidden-standing = Laut Regel lässt sich das nur einzeln freigeben, nicht zusammen mit späteren Anfragen dieser Art. Es wurde nichts geändert.
tap-already-approved-by =
    { $who } hat das um { $at } freigegeben; dabei bleibt es.
    Notiz: { $reason }
tap-already-denied-by =
    { $who } hat das um { $at } abgelehnt; dabei bleibt es.
    Begründung: { $reason }
tap-already-approved = Das wurde um { $at } freigegeben; dabei bleibt es.
tap-already-denied = Das wurde um { $at } abgelehnt; dabei bleibt es.
tap-already-approved-own = Du hast das { $ago } freigegeben.
tap-already-denied-own = Du hast das { $ago } abgelehnt.
tap-just-now = gerade eben
tap-ago = vor { $duration }
tap-already-approved-elsewhere = { $who } hat das um { $at } außerhalb freigegeben (gemeldet von { $source }); dabei bleibt es.
tap-already-denied-elsewhere = { $who } hat das um { $at } außerhalb abgelehnt (gemeldet von { $source }); dabei bleibt es.
tap-already-approved-elsewhere-automatically = Das wurde um { $at } außerhalb automatisch freigegeben (gemeldet von { $source }); dabei bleibt es.
tap-already-denied-elsewhere-automatically = Das wurde um { $at } außerhalb automatisch abgelehnt (gemeldet von { $source }); dabei bleibt es.
tap-already-approved-automatically = Das wurde um { $at } automatisch freigegeben; dabei bleibt es.
tap-already-denied-automatically = Das wurde um { $at } automatisch abgelehnt; dabei bleibt es.
tap-already-expired = Die Zeit ist um { $at } abgelaufen, ohne Entscheidung. Das lässt sich nicht mehr entscheiden.
tap-already-ended = Der Job ist um { $at } zu Ende gegangen, darum braucht es das nicht mehr. Es lässt sich nicht mehr entscheiden.
tap-already-canceled-by =
    { $who } hat das um { $at } zurückgezogen. Das lässt sich nicht mehr entscheiden.
    Begründung: { $reason }
tap-already-canceled =
    Das wurde um { $at } zurückgezogen. Das lässt sich nicht mehr entscheiden.
    Begründung: { $reason }
