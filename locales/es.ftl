# Todo lo que jobwire dice en español.
#
# Un texto se compone de partes: una parte acaba al final de la línea o en " · ". La parte que nombra
# algo que no se conoce ({ $summary } de un trabajo sin resumen) se omite; el resto se queda. CODE(…) y
# BOLD(…) dan formato; NOTHING() omite su parte, para cantidades que no merecen una palabra. Un nombre
# que acaba en _count es un número (de una lista, su longitud).
#
# Una palabra para cada cosa: aprobación, aprobar, aprobado; rechazo, rechazar, rechazado; solicitud
# (request); motivo; nota; plazo (timeout, deadline); política; trabajo (job); sesión; etapa (stage);
# fase (phase); paso (step); tarea (task); alcance (scope); nivel (level); rama; fallo, ha fallado;
# completado; cancelado; caducado; seguir, dejar de seguir; silenciar; horas de silencio; resumen; chat;
# roles: lectura (viewer), aprobación (approver), admin. Se quedan en inglés: build, commit, diff, log,
# pull request, snapshot, token.

### event: un mensaje para cada tipo de evento. El valor es el título, .text lo que cuenta.
### Se puede nombrar cualquier campo del evento: { $instruction } es data.instruction, y
### { $token_usage-total_tokens } es data.token_usage.total_tokens. Las terminaciones dicen qué es un
### campo: _usd es dinero, _url y _links se pueden tocar, _seconds, _s y _ms duran, _at es un instante,
### _id se acorta, _number no es una cantidad, progress es una barra.
### Los campos que el texto no nombra van detrás (src/message/events/unseen-fields.ts).
### { $event-message } y otros { $event-… } están en src/message/events/event-facts.ts.
### Un título que nombra algo desconocido se cambia por .title. La terminación -failed es para eventos
### que cuentan un fallo, -ready para los de un build que está listo.

event-orchestrator-started = 🟢 Orquestador iniciado
    .text =
        versión { $version } · { $workers_count ->
            [one] 1 worker
           *[other] { $workers_count } workers
        }
event-orchestrator-stopped = ⏹️ Orquestador detenido
    .text = { $reason }
event-orchestrator-error = ❌ Error del orquestador
    .text = { $error }

event-project-registered = 📦 Proyecto añadido
    .text = { CODE($path) } · rama por defecto { CODE($default_branch) }
event-project-removed = 🗑️ Proyecto eliminado
    .text = { $reason }
event-project-scanned = 🔎 Proyecto analizado
    .text =
        { $files_count ->
            [one] 1 archivo
           *[other] { $files_count } archivos
        } · { $languages }

event-session-created = 🌱 Sesión abierta
    .text = { $name } · rama { CODE($branch) }
event-session-state_changed = 🔁 La sesión ha cambiado
    .text = { $from } → { $to }
event-session-workspace_ready = 🧰 Espacio de trabajo listo
    .text = { CODE($workspace) }
event-session-closed = 🏁 Sesión cerrada
    .text = { $reason }
event-session-error = ❌ Error de la sesión
    .text = { $error }

event-job-created = 🆕 Trabajo nuevo
    .text =
        { $event-title }
        { $event-message }
        rama { CODE($branch_base) }
        presupuesto { $budget_usd } · hasta { $max_requests ->
            [one] 1 llamada
           *[other] { $max_requests } llamadas
        } · hasta { $max_minutes }
event-job-updated = 🔄 { $event-status }
    .title = 🔄 Trabajo actualizado
    .text =
        { $event-title }
        { $progress } · { $last_action }
        { $event-cost } · { $event-requests }
        { $pr_links }
event-job-queued = ⏳ En cola
    .text =
        { $instruction }
        { $position ->
            [1] { NOTHING() }
           *[other] puesto { $position }
        }
event-job-started = 🔧 Iniciado
    .text =
        { $instruction }
        { $event-message }
        rama { CODE($branch) }
event-job-progress = ⚙️ { $tool }
    .title = ⚙️ Trabajando
    .text = { CODE($file) } · { CODE($command) } · { $action } · { $message }
event-job-tool_started = ⚙️ { $tool }
    .title = ⚙️ Siguiente paso
    .text = { CODE($file) } · { CODE($command) }
event-job-tool_completed = ⚙️ { $tool } ha terminado
    .title = ⚙️ Paso completado
    .text =
        { CODE($file) } · { CODE($command) }
        código de salida { $exit_code } · { $duration_seconds }
event-job-approval_needed = ⚠️ Hace falta una aprobación
    .text =
        { CODE($action) }
        { $scope } · { $reason }
event-job-approval_comment = 💬 Comentario de { $by }
    .title = 💬 Comentario sobre una solicitud
    .text =
        { $comment }
        { CODE($action) }
event-job-approved = ✅ Aprobado { $decided_by }
    .title = ✅ Aprobado
    .text =
        { CODE($action) }
        { $reason }
event-job-denied = ❌ Rechazado { $decided_by }
    .title = ❌ Rechazado
    .text =
        { CODE($action) }
        { $reason }
event-outside = decidido fuera, según { $source }
event-outside-comment = escrito fuera, según { $source }
event-job-approval_canceled = 🚫 Solicitud retirada { $decided_by }
    .title = 🚫 Solicitud retirada
    .text =
        { CODE($action) }
        { $reason }
event-job-approval_withdrawn = 🚫 Solicitud retirada { $decided_by }
    .title = 🚫 Solicitud retirada
    .text =
        { CODE($action) }
        { $reason }
event-job-approval_expired = ⌛ Solicitud caducada sin decisión
    .text = { CODE($action) } · { $scope }
event-job-completed = ✅ Completado
    .text =
        { $event-title }
        { $summary }
        { $event-message }
        { $files_changed_count ->
            [0] { NOTHING() }
            [one] 1 archivo cambiado
           *[other] { $files_changed_count } archivos cambiados
        } · { $diff_stat } · { $duration_seconds }
        último paso { $last_action }
        { $event-cost } · { $event-requests } · { $event-tokens } · { $event-elapsed }
        { $pr_links }
event-job-completed-failed = ❌ Terminado sin éxito
    .text =
        { $event-title }
        { $summary }
        { $error }
        { $event-message }
        { $files_changed_count ->
            [0] { NOTHING() }
            [one] 1 archivo cambiado
           *[other] { $files_changed_count } archivos cambiados
        } · { $diff_stat } · { $duration_seconds }
        último paso { $last_action }
        { $event-cost } · { $event-requests } · { $event-tokens } · { $event-elapsed }
        { $pr_links }
event-job-failed = ❌ Ha fallado
    .text =
        { $error }
        { $event-title }
        { $event-message }
        { $progress } · último paso { $last_action }
        { $event-cost } · { $event-requests } · { $event-tokens } · { $event-elapsed }
        { $pr_links }
event-job-canceled = 🚫 Cancelado
    .text =
        { $reason }
        { $event-title }
        { $event-message }
        { $progress } · último paso { $last_action }
        { $event-cost } · { $event-requests } · { $event-tokens } · { $event-elapsed }
        { $pr_links }
event-job-resumed = ▶️ Reanudado
    .text = { $event-message } · { $reason }
event-job-silent = 📡 Sin señales desde hace { $silent_seconds }
    .title = 📡 Sin señales
    .text = Última señal { $last_sign_at }
event-job-heard = 🟢 Vuelve a dar señales tras { $silent_seconds }
    .title = 🟢 Vuelve a dar señales
    .text = En silencio desde { $last_sign_at }

event-stage-started = ▶️ Etapa { $event-stage }
    .title = ▶️ Siguiente etapa
    .text =
        { $event-message }
event-stage-completed = ☑️ Etapa { $event-stage } completada
    .title = ☑️ Etapa completada
    .text =
        { $event-message }
        { $duration_s }
event-stage-failed = ❌ La etapa { $event-stage } ha fallado
    .title = ❌ La etapa ha fallado
    .text =
        { $error }
        { $event-message }
        { $duration_s }
event-gate-pause = ⏸️ ¿Sigo tras la etapa { $event-stage }?
    .title = ⏸️ Espera aprobación
    .text =
        { $event-message }
        plazo { $timeout_seconds }
event-gate-approved = ✅ Etapa { $event-stage } aprobada
    .title = ✅ Aprobado
    .text =
        { $event-message } · { $event-decider }
        { $reason }
event-gate-rejected = ❌ Etapa { $event-stage } rechazada
    .title = ❌ Rechazado
    .text =
        { $event-message } · { $event-decider }
        { $reason }
event-gate-auto_approved = ✅ Etapa { $event-stage } aprobada automáticamente
    .title = ✅ Aprobado automáticamente
    .text =
        { $event-message }
        el plazo era de { $timeout_seconds }

event-build-stage-started = 🏗️ Etapa del build: { $event-stage }
    .title = 🏗️ Build en curso
    .text =
        { $narration }
        { $preview_url }
        { $snapshot_url }
event-build-stage-completed = ☑️ Etapa del build { $event-stage } completada
    .title = ☑️ Etapa del build completada
    .text =
        { $narration }
        sigue { $event-next } · duración { $duration_ms }
        { $preview_url }
        { $snapshot_url }
event-snapshot-updated = 📸 Snapshot nuevo
    .text =
        { $narration }
        { $snapshot_url }
        { $preview_url }
        etapa { $event-next }
event-documentation-updated = 📖 Documentación actualizada
    .text =
        { $narration }
        { $section } · etapa { $event-next }
        { $documentation_url }
        { $preview_url }
event-build-stage-started-ready = 🚀 Tu build está listo
    .text =
        { $narration }
        { $preview_url }
        { $snapshot_url }
        última etapa { $event-stage } · duración { $duration_ms }
event-build-stage-completed-ready = { event-build-stage-started-ready }
    .text = { event-build-stage-started-ready.text }
event-build-stage-started-failed = ❌ El build ha fallado en la etapa { $event-stage }
    .title = ❌ El build ha fallado
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

event-repo-connected = 🔗 Repositorio conectado
    .text =
        { CODE($full_name) } · acceso por { $access_type }
        { $clone_url }
event-repo-sync-started = 🔄 Sincronización iniciada
    .text = { $sync_type } · origen: { $trigger } · repositorio { $repository_id }
event-repo-sync-completed = ☑️ Sincronización completada
    .text =
        { $files_processed ->
            [0] { NOTHING() }
            [one] 1 archivo
           *[other] { $files_processed } archivos
        } · { $chunks_indexed ->
            [0] { NOTHING() }
            [one] 1 fragmento
           *[other] { $chunks_indexed } fragmentos
        } · { $detected_changes_count ->
            [0] sin cambios
            [one] 1 cambio
           *[other] { $detected_changes_count } cambios
        }
        { CODE($detected_changes) }
        repositorio { $repository_id }
event-discovery-started = 🔎 Análisis iniciado
    .text = { $discovery_type } · repositorio { $repository_id }
event-discovery-completed = 🧭 Análisis completado
    .text =
        { $detected_stack-language } · { $detected_stack-framework } · { $detected_stack-database }
        servicios { $service_boundaries }
        índice de riesgo { $risk_score } · repositorio { $repository_id }
event-feature-request-created = 💡 Petición de función
    .text =
        { $title }
        { $description }
        de { $requester_id }
event-planning-started = 🗺️ Planificación iniciada
    .text =
        petición de función { $feature_request_id } · plan { $execution_plan_id }
        planificador { $planner_agent_id }
event-planning-completed = 🗺️ Plan listo
    .text =
        { $event-phases }
        afecta a { $blast_radius-repositories_affected }
        { $blast_radius-files_affected ->
            [0] { NOTHING() }
            [one] 1 archivo
           *[other] { $blast_radius-files_affected } archivos
        } · { $blast_radius-api_endpoints_changed ->
            [0] { NOTHING() }
            [one] 1 endpoint
           *[other] { $blast_radius-api_endpoints_changed } endpoints
        } · plan { $execution_plan_id }
event-agent-execution-started = 🤖 Agente iniciado: { $agent_type }
    .title = 🤖 Agente iniciado
    .text =
        { $input_data-requirements }
        { CODE($input_data-files_to_modify) }
        fase { $phase_number } · plan { $execution_plan_id }
event-agent-execution-completed = ☑️ El agente ha terminado
    .text =
        { $output_data-changes_summary }
        { $output_data-files_modified_count ->
            [0] { NOTHING() }
            [one] 1 archivo cambiado
           *[other] { $output_data-files_modified_count } archivos cambiados
        } · { $output_data-tests_generated_count ->
            [0] { NOTHING() }
            [one] 1 prueba nueva
           *[other] { $output_data-tests_generated_count } pruebas nuevas
        } · { $token_usage-total_tokens ->
            [0] { NOTHING() }
            [one] 1 token
            [many] { $token_usage-total_tokens } de tokens
           *[other] { $token_usage-total_tokens } tokens
        }
        ejecución { $agent_execution_id }
event-agent-execution-failed = ❌ El agente ha fallado
    .text =
        { $error_message }
        { $error_type } · { $retry_count ->
            [0] { NOTHING() }
            [one] tras 1 reintento
           *[other] tras { $retry_count } reintentos
        }
        ejecución { $agent_execution_id }
event-pr-created = 🔀 Pull request #{ $pr_number }
    .title = 🔀 Pull request nuevo
    .text =
        { $title }
        rama { CODE($branch_name) }
        { $url }
event-pr-merged = 🎉 Pull request fusionado
    .text = por { $merged_by } · commit { CODE($merge_commit_sha) } · pull request { $pull_request_id }

event-task-created = 📝 Tarea nueva
    .text = { $title } · { CODE($task_id) }
event-task-claimed = 🙋 Tarea asumida
    .text = { CODE($task_id) } · por { $session }
event-task-status_changed = 🔁 Estado de la tarea
    .text = { CODE($task_id) } · { $from } → { $to }
event-task-completed = ☑️ Tarea completada
    .text = { $title } · { CODE($task_id) }

event-coordination-message_sent = 💬 { $from } → { $to }
    .title = 💬 Mensaje
    .text =
        { $text }
        { $message }
event-coordination-export_declared = 📤 Exportación declarada
    .text = { CODE($symbol) } · { CODE($file) }
event-coordination-conflict_detected = 💥 Conflicto
    .text =
        { CODE($files) }
        sesiones { $sessions }
event-coordination-sync_point_reached = 🤝 Punto de sincronización alcanzado
    .text = { $name } · { $sessions }

# Tipos sin texto propio: el tipo y luego lo que trae el evento.
event-unknown = 📋 { $type }
event-unknown-failed = ❌ { $type }
event-field = { $name }: { $value }
event-field-block = { $name }:{ $value }
event-more-fields =
    … y { $count ->
        [one] 1 campo más
       *[other] { $count } campos más
    }

# Quién ha decidido, dentro de un texto.
event-by-person = por { $who }
event-by-timeout = automáticamente al vencer el plazo
event-by-policy = automáticamente según la política

# De un trabajo.
event-status-pending = Empieza pronto
event-status-queued = En cola
event-status-running = En curso
event-status-paused = En pausa
event-status-waiting = Esperando
event-status-completed = Completado
event-status-failed = Ha fallado
event-status-cancelled = Cancelado
event-status-canceled = Cancelado
event-progress = { $bar } { $percent } %
event-cost = { $cost }
event-cost-of = { $cost } de { $budget }
event-cost-over = { $cost } de { $budget } (supera el presupuesto)
event-requests =
    { $made ->
        [one] 1 llamada
       *[other] { $made } llamadas
    }
event-requests-of =
    { $most ->
        [one] { $made } de 1 llamada
       *[other] { $made } de { $most } llamadas
    }

# Una fase de un plan.
event-phase = { $name } · { $agent } · { $duration } · { $risk }
event-phase-named = { $number }. { $name }
event-phase-unnamed = Fase { $number }
event-risk = riesgo { $level }
event-risk-low = riesgo bajo
event-risk-medium = riesgo medio
event-risk-high = riesgo alto
event-risk-critical = riesgo crítico

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
event-yes = sí
event-no = no
event-list-more = +{ $count } más

### headline: la primera línea de un mensaje sobre un trabajo con título. { $title } puede ir acortado.

headline-job-created = 🆕 Trabajo nuevo: { $title }
headline-job-queued = ⏳ { $title } en cola
headline-job-started = 🔧 { $title } iniciado
headline-job-completed = ✅ { $title } completado
headline-job-completed-failed = ❌ { $title } ha terminado sin éxito
headline-job-failed = ❌ { $title } ha fallado
headline-job-canceled = 🚫 { $title } cancelado
headline-job-resumed = ▶️ { $title } reanudado
# Cualquier otro estado: lo que diría el mensaje sin título.
headline-other = { $title }: { $state }
event-percent = { $percent } %
event-tokens =
    { $count ->
        [one] 1 token
        [many] { $count } de tokens
       *[other] { $count } tokens
    }

### field: cómo se llama un campo que ningún texto nombra; los demás conservan su nombre

field-duration = duración
field-ms = duración
field-seconds = duración
field-elapsed = transcurrido
field-took = duración
field-timeout = plazo
field-deadline = plazo
field-cost = coste
field-price = precio
field-budget = presupuesto
field-amount = importe
field-branch = rama
field-branch_name = rama
field-branch_base = rama base
field-base_branch = rama base
field-default_branch = rama por defecto
field-commit = commit
field-commit_sha = commit
field-sha = commit
field-commits = commits
field-model = modelo
field-model_cto = modelo que planifica
field-model_coder = modelo que programa
field-tokens = tokens
field-total_tokens = tokens
field-token_usage = tokens
field-tokens_in = tokens de entrada
field-tokens_out = tokens de salida
field-input_tokens = tokens de entrada
field-output_tokens = tokens de salida
field-prompt_tokens = tokens de entrada
field-completion_tokens = tokens de salida
field-exit_code = código de salida
field-code = código
field-retries = reintentos
field-retry_count = reintentos
field-attempt = intento
field-attempts = intentos
field-max_attempts = intentos como máximo
field-url = enlace
field-link = enlace
field-preview = vista previa
field-logs = logs
field-pr = pull request
field-pr_number = pull request
field-host = host
field-hostname = host
field-server = servidor
field-port = puerto
field-environment = entorno
field-env = entorno
field-region = región
field-cluster = clúster
field-service = servicio
field-services = servicios
field-component = componente
field-version = versión
field-release = versión publicada
field-build = build
field-image = imagen
field-tag = etiqueta
field-tags = etiquetas
field-started = inicio
field-start_time = inicio
field-finished = fin
field-completed = completado
field-ended = fin
field-end_time = fin
field-created = creado
field-updated = actualizado
field-expires = caduca
field-timestamp = hora
field-time = hora
field-file = archivo
field-files = archivos
field-files_changed = archivos cambiados
field-files_modified = archivos cambiados
field-files_count = archivos
field-diff_stat = cambios
field-changes = cambios
field-lines = líneas
field-line = línea
field-path = ruta
field-folder = carpeta
field-workspace = espacio de trabajo
field-command = comando
field-tool = herramienta
field-error = error
field-errors = errores
field-error_message = error
field-error_type = tipo de error
field-error_code = código de error
field-warnings = advertencias
field-reason = motivo
field-result = resultado
field-results = resultados
field-output = salida
field-note = nota
field-notes = notas
field-comment = comentario
field-summary = resumen
field-status = estado
field-state = estado
field-phase = fase
field-step = paso
field-steps = pasos
field-stage = etapa
field-last_action = último paso
field-name = nombre
field-title = título
field-type = tipo
field-kind = tipo
field-user = usuario
field-author = autor
field-owner = responsable
field-assignee = asignado a
field-requester = a petición de
field-requested_by = a petición de
field-decided_by = decidido por
field-by = por
field-from = de
field-to = a
field-where = dónde
field-repository = repositorio
field-repo = repositorio
field-project = proyecto
field-session = sesión
field-sessions = sesiones
field-job = trabajo
field-task = tarea
field-instruction = tarea
field-agent = agente
field-agent_type = agente
field-worker = worker
field-workers = workers
field-queue = cola
field-position = puesto
field-priority = prioridad
field-severity = gravedad
field-level = nivel
field-risk = categoría de riesgo
field-risk_level = categoría de riesgo
field-score = puntuación
field-progress = progreso
field-percent = porcentaje
field-coverage = cobertura
field-count = cantidad
field-total = total
field-size = tamaño
field-memory = memoria
field-tests = pruebas
field-passed = superadas
field-failed = fallidas
field-skipped = omitidas
field-language = idioma
field-languages = lenguajes
field-scope = alcance
field-action = acción
field-context = contexto
field-success = éxito
field-requests_made = llamadas
field-max_requests = llamadas como máximo
field-max_minutes = tiempo como máximo
field-on_timeout = si nadie decide

### value: palabras comunes de estados y tipos, tal como siguen a una etiqueta

value-open = abierto
value-closed = cerrado
value-in_progress = en curso
value-done = completado
value-idle = inactivo
value-running = en curso
value-waiting = esperando
value-waiting_approval = espera aprobación
value-blocked = bloqueado
value-paused = en pausa
value-pending = pendiente
value-queued = en cola
value-completed = completado
value-failed = ha fallado
value-canceled = cancelado
value-cancelled = cancelado
value-success = con éxito
value-full = completa
value-incremental = incremental
value-manual = manual
value-schedule = programación
value-scheduled = programación
value-approve = aprobado
value-deny = rechazado
value-expire = caduca
value-low = baja
value-medium = media
value-high = alta
value-critical = crítica

### card: la tarjeta en vivo de un trabajo (claves card-*)

card-queued = ⏳ { $title } · { $project }
card-started = 🔧 { $title } · { $project }
card-running = 🔄 { $title } · { $project }
card-waiting = ⏸️ { $title } espera aprobación · { $project }
card-completed = ✅ { $title } completado · { $project }
card-failed = ❌ { $title } ha fallado · { $project }
card-canceled = 🚫 { $title } cancelado · { $project }
card-progress = { $bar } · { $step }
card-step = ▸ { $step }
card-step-done = ✓ { $step }
card-steps = { $count } pasos
card-facts = { $steps } · { $cost } · { $requests } · { $elapsed } · { $job }
card-silent = 📡 Sin señales desde { $at }
card-button-log = 📜 Log
card-button-mute = 🔕 Silenciar

### look: páginas de trabajos, sesiones y eventos (claves look-*)

look-jobs = 📋 Trabajos
look-which-job = 📋 ¿Qué trabajo?
look-no-jobs = 📋 Aún no hay trabajos. Aparecerán aquí en cuanto uno dé señales. /subscriptions muestra qué sigue este chat.
    .topic = 📋 Aún no hay trabajos. Aparecerán aquí en cuanto uno dé señales. /subscriptions muestra qué sigue este tema.
look-job-queued = ⏳ { $title }
look-job-running = 🔄 { $title }
look-job-waiting = ⏸️ { $title }
look-job-completed = ✅ { $title }
look-job-failed = ❌ { $title }
look-job-canceled = 🚫 { $title }
look-waiting =
    { $count ->
        [one] ⚠️ 1 solicitud espera
       *[other] ⚠️ { $count } solicitudes esperan
    }
look-running =
    { $project } · desde hace { $elapsed } · { $cost }
    { $bar } · { $requests } · 📡 sin señales desde hace { $silent }
look-ended =
    { $project } · { $ago }
    duración { $took } · { $cost }
look-times = Sesión { $session } · inicio { $started } · última señal { $updated }
look-times-ended = Sesión { $session } · inicio { $started } · fin { $updated }
look-request = ⚠️ { $action } · ⏳ vence en { $left }
look-requests-how = /approvals muestra lo que espera, con botones para decidir.
look-button-back = ‹‹ Atrás
look-button-history = 🕘 Historial
look-button-unmute = 🔔 Dejar de silenciar
look-button-stop = ⏹️ Detener el log
look-which-project = Varios proyectos tienen un trabajo con este id. ¿Cuál es?
look-session = 🗂️ Sesión { $id }
look-session-gone = Ya no tengo trabajos de esta sesión.
look-sessions = 🗂️ Sesiones
look-no-sessions = 🗂️ Aún no hay sesiones. Aparecerán aquí en cuanto un trabajo de una dé señales.
look-session-line = { $id } · { $project }
look-session-facts =
    { $running } en curso · { $jobs ->
        [one] 1 trabajo
       *[other] { $jobs } trabajos
    } · { $ago }
look-history = 🕘 { $of }
look-everything = Todo
look-history-none = Aquí aún no ha pasado nada.
look-history-of = 🕘 ¿Historial de qué?
look-history-which = 🕘 Hay varios que encajan. ¿Cuál es?
look-no-subject = No hay ningún proyecto ni trabajo { $id }.
look-no-count = { $given } no es un número de eventos de 1 a { $most }.
why-how = Responde con /why a uno de mis mensajes y te digo por qué está aquí.
why-not-mine = Eso solo lo sé de mis propios mensajes.
why-asked = Alguien me lo pidió aquí, con un comando o un botón.
why-unknown = Ya no sé de qué era este mensaje. Recuerdo los últimos 128 mensajes de un chat, durante 7 días.
why-card = 🔄 { $title }
why-digest = 📂 Varios eventos
why-because = Está aquí por:
why-everything = • todo · seguimiento: { $who }
why-project = • proyecto { $id } · seguimiento: { $who }
why-session = • sesión { $id } · seguimiento: { $who }
why-job = • trabajo { $id } · seguimiento: { $who }
why-you = tú
why-route = • una ruta del archivo de políticas · proyecto { $project } · sesión { $session } · trabajo { $job } · { $types } · publica { $level }
why-recipient = • quien lo envió, que nombra este chat
why-admin = • tu rol de admin: nadie más que pueda decidir recibe esta solicitud
why-opened = No está aquí por nada que siga este chat: alguien lo abrió desde una lista, o no se pudo mostrar en otro chat.
    .topic = No está aquí por nada que siga este tema: alguien lo abrió desde una lista, o no se pudo mostrar en otro chat.
why-nothing = Nada de lo que sigue este chat lo trae aquí ahora. Eso ha cambiado desde entonces.
    .topic = Nada de lo que sigue este tema lo trae aquí ahora. Eso ha cambiado desde entonces.
why-muted = 🔕 Este trabajo está silenciado aquí: hasta que acabe, solo llegan sus solicitudes.
why-change = Para cambiarlo: /unsubscribe, /level, /cards
look-gone = Esta página es demasiado antigua. Envía el comando otra vez.
look-turned = ↻

### alerts: fallos (claves alerts-*)

alert-fixed = ✅ resuelto { $after } después
alert-seen = 👀 visto por { $who }, { $at }
alert-facts = { $step } · { $cost } · { $elapsed } · { $session } · { $job }
alert-button-error = 📎 Error completo
alert-button-mute = 🔕 Silenciar trabajo
alert-button-seen = 👀 Visto
alert-error-file = 📎 El error completo de { $title }
alert-gone = Ya no tengo este fallo.
alert-seen-already = { $who } ya ha visto esto.
job-gone = Ya no tengo este trabajo.
job-muted = 🔕 Silenciado hasta que acabe. Las solicitudes siguen llegando. Toca otra vez para oírlo.
job-unmuted = 🔔 Vuelvo a publicar sobre este trabajo.
job-log-opened = 📜 El log está abajo
job-log-file = 📄 Ahora llega el archivo
alerts-many =
    ❌ { $count ->
        [one] 1 fallo
       *[other] { $count } fallos
    }

### digest: varios eventos en un mensaje

digest-group = 📂 { $label } · { $project }
# De un trabajo: su evento más reciente y cuántos más hubo.
digest-line = { $line } · +{ $count } más
digest-more = … y { $count } más
digest-show-all = Mostrar todo
digest-shown = Todo está abajo
digest-gone = Ya no tengo estos eventos.
digest-file =
    📎 { $count ->
        [one] El evento
       *[other] Los { $count } eventos
    } de este resumen; horas en UTC
digest-file-cut = 📎 Los primeros { $count } eventos de este resumen; horas en UTC

### summary: lo que llegó mientras un chat estaba silenciado o en sus horas de silencio

# La pantalla de bloqueo muestra 60 caracteres. { $what } son cantidades, como summary-count-failed.
summary-title = 🌅 En silencio: { $what }
summary-title-news = 🌅 En silencio: nada ha fallado, espera o ha terminado
summary-count-failed =
    { $count ->
        [one] 1 fallo
       *[other] { $count } fallos
    }
summary-count-waiting =
    { $count ->
        [one] 1 pendiente
       *[other] { $count } pendientes
    }
summary-count-done =
    { $count ->
        [one] 1 completado
       *[other] { $count } completados
    }
summary-failed = Han fallado: { $count }
summary-waiting = Esperan decisión: { $count } · /approvals
summary-done = Completados: { $count }
summary-request = ⏳ { $request }
summary-fixed =
    🔧 { $count ->
        [one] Entretanto se ha resuelto 1 fallo
       *[other] Entretanto se han resuelto { $count } fallos
    }
summary-others =
    { $count ->
        [one] 1 evento más
       *[other] { $count } eventos más
    }

### approval: una solicitud y qué ha sido de ella

# La pantalla de bloqueo muestra 60 caracteres. { $ask } es una pregunta de approval-ask y de qué trata.
approval-headline-open = ⚠️ { $ask } · { $project }
approval-headline = { $ask } · { $project }
approval-ask = ¿Aprobar?
approval-ask-scope = ¿{ $scope }?
approval-ask-only-scope = ¿Aprobar { $scope }?
# De un trabajo con etapas: espera tras esta etapa.
approval-ask-gate = ¿Sigo tras la etapa { $stage }?
approval-gate = ¿Sigo tras la etapa { $stage }?
approval-details =
    Etapa: { $stage }
    Alcance: { $scope }
approval-ids = { $project } · { $session } · { $job } · id { $id }
approval-commits =
    { $count ->
        [one] 1 commit
       *[other] { $count } commits
    }
# Lo que un productor nombra y dice; el punto lo distingue de nuestras líneas.
list-separator = ,
approval-counted = { $count }: { $items }
approval-field = · { $name }: { $value }
approval-files =
    { $count ->
        [one] 1 archivo cambiado
       *[other] { $count } archivos cambiados
    }
approval-asked = Lo pide { $who }
# { $names } son personas, con ✓ o ✗ detrás de cada una.
approval-votes =
    🗳️ { $required ->
        [one] { $given } de 1 aprobación
       *[other] { $given } de { $required } aprobaciones
    } · { $denials } de { $needed ->
        [one] 1 rechazo
       *[other] { $needed } rechazos
    } · { $names }
approval-votes-other = 🗳️ Otros votos: { $names }
approval-approvers = 👥 Pueden decidir: { $who }
approval-approvers-also = 👥 … y solo si también están entre: { $who }
approval-approvers-nobody = 👥 Según la política, nadie puede decidir esto
approval-role-viewer = personas con rol de lectura
approval-role-approver = personas con rol de aprobación
approval-role-admin = admins
approval-people =
    { $count ->
        [one] 1 persona concreta
       *[other] { $count } personas concretas
    }
approval-reason-deny = ✍️ Un rechazo necesita un motivo
approval-reason-both = ✍️ Toda decisión necesita un motivo
approval-problem-end = ❗ La solicitud da una fecha límite que no puedo leer; no cuenta
approval-problem-timeout = ❗ La solicitud da un plazo que no puedo leer; no cuenta
approval-problem-over = ❗ El plazo ya había vencido cuando llegó la solicitud
approval-problem-silence = ❗ La solicitud quiere que el silencio cuente como aprobación; aquí no cuenta
approval-diff-left-out = El diff es demasiado largo para mostrarlo aquí …
approval-part = 📄 { CODE($id) }, lo que se va a hacer, parte { $part } de { $parts }
approval-in-parts =
    📄 { $count ->
        [one] Completo en el mensaje de arriba
       *[other] Completo en los { $count } mensajes de arriba
    }
approval-in-file = 📎 Aquí acortado; completo en el archivo de arriba
approval-not-whole = ⚠️ Es demasiado largo para mostrarlo aquí entero; por eso no puedes aprobarlo aquí.
approval-instead = 📍 Está aquí porque no se pudo mostrar en { $chat }
approval-changed = ✏️ Cambiada { $at } – los votos anteriores ya no cuentan
approval-changed-sometime = ✏️ Cambiada – los votos anteriores ya no cuentan
# Un archivo con la solicitud entera y sus títulos.
approval-file = 📎 La solicitud entera { CODE($id) }
approval-file-action = Lo que se va a hacer:
approval-file-stage = Etapa:
approval-file-scope = Alcance:
approval-file-reason = Por qué:
approval-file-requester = Lo pide:
approval-file-project = Proyecto:
approval-file-session = Sesión:
approval-file-job = Trabajo:
approval-file-context = Contexto:
approval-file-diff = Diff:

approval-superseded = 🔁 { BOLD("Cambiada") } { $at } · la versión nueva está en un mensaje aparte
approval-reminder = 🔔 { $ask } · { $project }
approval-left = ⏳ vence en { $left } ({ $at }) · lo pide { $who }
approval-left-deny = ⏳ vence en { $left } ({ $at }), después se rechaza · lo pide { $who }
approval-left-approve = ⏳ vence en { $left } ({ $at }), después se aprueba automáticamente · lo pide { $who }
approval-left-none = ⏳ Plazo vencido ({ $at }) · lo pide { $who }
approval-days =
    { $hours ->
        [0] { $days } días
       *[other] { $days } días { $hours } h
    }

approval-button-approve = ✅ Aprobar
approval-button-deny = ❌ Rechazar
approval-button-note = ✅✍️ Con nota
approval-button-reason = ❌✍️ Con motivo

# La pregunta por el motivo, a la persona que decide.
approval-question-deny =
    ✍️ { $who }, ¿por qué rechazas esto? { $action }
    Responde a este mensaje con tu motivo; solo entonces cuenta tu decisión.
approval-question-approve =
    ✍️ { $who }, ¿por qué apruebas esto? { $action }
    Responde a este mensaje con tu motivo; solo entonces cuenta tu decisión.
approval-question-note =
    ✍️ { $who }, ¿qué nota añades a la aprobación? { $action }
    Responde a este mensaje con ella; solo entonces cuenta tu aprobación.
approval-question-placeholder = Tu motivo
approval-question-note-placeholder = Tu nota

# Qué ha sido de ella. { $at } es una hora, con la fecha si es otro día.
approval-approved =
    ✅ { BOLD("Aprobado") } por { $who }, { $at } · { $via }
    Motivo: { $reason }
approval-approved-unnamed =
    ✅ { BOLD("Aprobado") }, { $at }
    Motivo: { $reason }
approval-approved-timeout =
    ✅ { BOLD("Aprobado automáticamente") } al vencer el plazo, { $at }
    Motivo: { $reason }
approval-approved-policy =
    ✅ { BOLD("Aprobado automáticamente") } según la política, { $at }
    Motivo: { $reason }
approval-approved-elsewhere =
    ✅ { BOLD("Aprobado fuera") } por { $who }, { $at } · según { $source }
    Motivo: { $reason }
approval-approved-elsewhere-automatically =
    ✅ { BOLD("Aprobado automáticamente") } fuera, { $at } · según { $source }
    Motivo: { $reason }
approval-denied-elsewhere-automatically =
    ❌ { BOLD("Rechazado automáticamente") } fuera, { $at } · según { $source }
    Motivo: { $reason }
approval-denied =
    ❌ { BOLD("Rechazado") } por { $who }, { $at } · { $via }
    Motivo: { $reason }
approval-denied-unnamed =
    ❌ { BOLD("Rechazado") }, { $at }
    Motivo: { $reason }
approval-denied-timeout =
    ❌ { BOLD("Rechazado automáticamente") } al vencer el plazo, { $at }
    Motivo: { $reason }
approval-denied-policy =
    ❌ { BOLD("Rechazado automáticamente") } según la política, { $at }
    Motivo: { $reason }
approval-denied-elsewhere =
    ❌ { BOLD("Rechazado fuera") } por { $who }, { $at } · según { $source }
    Motivo: { $reason }
approval-expired = ⌛ { BOLD("Caducado") } sin decisión, { $at }; no está aprobado
approval-canceled = 🚫 { BOLD("Retirado") }: el trabajo ha terminado, { $at }
approval-canceled-completed = 🚫 { BOLD("Retirado") }: el trabajo se ha completado, { $at }
approval-canceled-failed = 🚫 { BOLD("Retirado") }: el trabajo ha fallado, { $at }
approval-canceled-canceled = 🚫 { BOLD("Retirado") }: el trabajo se ha cancelado, { $at }
approval-canceled-by =
    🚫 { BOLD("Retirado") } por { $who }, { $at }
    Motivo: { $reason }
approval-canceled-because =
    🚫 { BOLD("Retirado") }, { $at }
    Motivo: { $reason }
approval-via-web = en la web
approval-via-cli = en la línea de comandos
# Una de varias personas que han decidido juntas.
approval-reason-of = { $who }: { $reason }

# Qué hace el trabajo con una decisión.
approval-awaited = 📨 Guardado. Esperando al trabajo.
approval-picked-up = ▶️ Recibido por el trabajo, { $at }
approval-unheard =
    ⚠️ El trabajo no reacciona desde hace 1 min. He enviado la decisión otra vez ({ $at }).
    Sigue en pie; comprueba que el trabajo siga en marcha.

### bundle: varias solicitudes en un mensaje

# La pantalla de bloqueo lo muestra.
bundle-open =
    { $count ->
        [one] ⚠️ 1 solicitud · { $project }
       *[other] ⚠️ { $count } solicitudes · { $project }
    }
bundle-some =
    { $open ->
        [one] ⚠️ Espera 1 de { $count } solicitudes · { $project }
       *[other] ⚠️ Esperan { $open } de { $count } solicitudes · { $project }
    }
bundle-done =
    { $count ->
        [one] ☑️ 1 solicitud · { $project }
       *[other] ☑️ { $count } solicitudes · { $project }
    }
bundle-projects =
    { $count ->
        [one] 1 proyecto
       *[other] { $count } proyectos
    }
# Una solicitud decidida: qué ha sido de ella, qué era, por qué.
bundle-settled = { $outcome } · { $action } · «{ $reason }»
bundle-changed = 🔁 { BOLD("Cambiada") }, en un mensaje aparte · { $action }
bundle-apart = ⤵️ En un mensaje aparte · { $action }
bundle-too-long = ✂️ Ya es demasiado largo para decidir todo a la vez; decide una a una.
bundle-elsewhere = Estas solicitudes están en otro mensaje de aquí.
bundle-button-approve = ✅ Aprobar todas ({ $count })
bundle-button-deny = ❌ Rechazar todas
bundle-button-split = 🔍 Una a una

### standing: aprobaciones por adelantado de solicitudes posteriores iguales

standing-days =
    { $count ->
        [one] 1 día
       *[other] { $count } días
    }
standing-hours = { $count } h
standing-minutes = { $count } min
standing-seconds = { $count } s
standing-button-session = ✅⏱ Aprobar { $time } en esta sesión
standing-button-job = ✅⏱ Aprobar { $time } en este trabajo
standing-button-project = ✅⏱ Aprobar { $time } en este proyecto
# Qué hace el tercer botón. { $action } es un patrón, o "la misma acción".
standing-offer-session = ⏱ El tercer botón también aprueba, durante { $time }, las solicitudes posteriores de esta sesión para { $action } con el mismo alcance y contexto
standing-offer-job = ⏱ El tercer botón también aprueba, durante { $time }, las solicitudes posteriores de este trabajo para { $action } con el mismo alcance y contexto
standing-offer-project = ⏱ El tercer botón también aprueba, durante { $time }, las solicitudes posteriores de este proyecto para { $action } con el mismo alcance y contexto
standing-same = la misma acción
standing-given-session = ⏱ { $who } aprobó también las solicitudes posteriores de esta sesión para { $action }, hasta { $until } (/standing)
standing-given-job = ⏱ { $who } aprobó también las solicitudes posteriores de este trabajo para { $action }, hasta { $until } (/standing)
standing-given-project = ⏱ { $who } aprobó también las solicitudes posteriores de este proyecto para { $action }, hasta { $until } (/standing)
standing-approved =
    ✅ { BOLD("Aprobado por adelantado") } por { $who }, { $at }
    Motivo: { $reason }
standing-stop = ⏹ No aprobar más por adelantado
standing-given = ✅⏱ Aprobado, y las posteriores iguales también. /standing lo detiene.
standing-stopped = ⏹ Detenido. Las solicitudes posteriores iguales vuelven a esperar una decisión.
standing-over = Esto ya había terminado. Las solicitudes posteriores iguales esperan una decisión.
standing-forbidden = Solo puede detener esto quien lo dio o quien puede decidir esas solicitudes. No ha cambiado nada.
standing-none = No hay nada aprobado por adelantado.
standing-title = ⏱ Aprobado por adelantado
# { $action } es una acción o un patrón, { $within } un id.
standing-item-session =
    { $action } · { $scope } · { $project } · sesión { $within }
    { $who } hasta { $until } · { $count ->
        [0] aún sin usar
        [one] usado 1 vez
       *[other] usado { $count } veces
    }
standing-item-job =
    { $action } · { $scope } · { $project } · trabajo { $within }
    { $who } hasta { $until } · { $count ->
        [0] aún sin usar
        [one] usado 1 vez
       *[other] usado { $count } veces
    }
standing-item-project =
    { $action } · { $scope } · { $project } · todo el proyecto
    { $who } hasta { $until } · { $count ->
        [0] aún sin usar
        [one] usado 1 vez
       *[other] usado { $count } veces
    }
standing-how = ⏹ detiene una al momento: las solicitudes posteriores iguales vuelven a esperar una decisión.

### tail: el log de un trabajo en un mensaje

tail-title = 📜 Log de { CODE($job) }
tail-titled = 📜 Log: { $title } · { CODE($job) }
tail-waiting = ⏳ Aún no hay líneas · desde las { $since }
tail-live = 🟢 En vivo desde las { $since } · { $count }
tail-paused = ⏸️ En pausa desde las { $since } · { $count }
tail-complete = 🏁 Completo a las { $since } · { $count }
tail-complete-empty = 🏁 Completo: el log está vacío
tail-stopped = ⏹️ Detenido a las { $since } · { $count }
tail-expired = ⏹️ Terminado tras 12 horas. Envía /tail para continuar.
tail-revoked = ⏹️ Terminado: este log ya no se puede mostrar aquí.
tail-button-pause = ⏸️ Pausar
tail-button-resume = ▶️ Seguir
tail-button-full = 📄 Log completo
tail-button-short = 🕗 Horas cortas
tail-button-long = 🕗 Horas completas
tail-cut = últimas { $shown } de { $all } líneas
tail-lines =
    { $all ->
        [one] 1 línea
       *[other] { $all } líneas
    }
log-file-whole = 📄 Log de { CODE($job) } · { $size }
log-file-cut =
    📄 Log de { CODE($job) } · { $size }
    Solo la parte más reciente: Telegram no me acepta archivos más grandes.
log-file-none = 📄 No hay ningún log de { CODE($job) } que pueda mostrar aquí.
log-file-failed = ⚠️ No he podido enviar el log de { CODE($job) } como archivo. Inténtalo más tarde.

### command: lo que el bot responde a los comandos (claves command-*, reply-*)

command-approvals = Solicitudes que esperan una decisión
command-approvals-usage = /approvals
command-approve = Aprobar una solicitud
command-approve-usage = /approve <id> [nota]
command-approve-example = /approve 4f1c está bien
command-deny = Rechazar una solicitud
command-deny-usage = /deny <id> [motivo]
command-deny-example = /deny 4f1c no antes del lanzamiento
command-standing = Lo aprobado por adelantado, y detenerlo
command-standing-usage = /standing
command-jobs = Qué está en curso y qué acabó hace poco
command-jobs-usage = /jobs
command-job = Un trabajo en detalle
command-job-usage = /job [id]
command-sessions = Las sesiones y lo que hay en curso en ellas
command-sessions-usage = /sessions
command-why = Por qué está aquí un mensaje: respóndele
command-why-usage = /why
command-history = Los últimos eventos de un proyecto o trabajo
command-history-usage = /history [proyecto|trabajo] [número, de 1 a 30]
command-tail = Seguir en vivo el log de un trabajo
command-tail-usage = /tail [session|job] [id] [líneas, de 1 a 200] [short]
command-stop = Detener los logs en vivo de este chat
command-stop-usage = /stop [id del trabajo]
command-level = Cuánto publico aquí
command-level-usage = /level [all|results|errors|approvals|off]
    .topic = /level [all|results|errors|approvals|off|group]
command-cards = Cómo muestro aquí los trabajos en curso
command-cards-usage = /cards [on|off]
    .topic = /cards [on|off|group]
command-mute = Callarme aquí un rato, o sobre un trabajo
command-mute-usage = /mute <30m|2h|until 08:00> [trabajo], /mute <trabajo>
command-unmute = Publicar otra vez aquí, o sobre un trabajo
command-unmute-usage = /unmute [trabajo]
command-quiet = Horas en las que no molesto en este chat
command-quiet-usage = /quiet <22:00-07:00|off> [zona horaria]
command-subscribe = Seguir un proyecto, una sesión o un trabajo
command-subscribe-usage = /subscribe <project|session|job> <id>
command-unsubscribe = Dejar de seguir un proyecto, sesión o trabajo
command-unsubscribe-usage = /unsubscribe <project|session|job> <id>
command-subscriptions = Qué sigue este chat
command-subscriptions-usage = /subscriptions
command-language = Idioma de este chat
command-language-usage = /language [código]
command-whoami = Tu id de usuario y tus roles
command-whoami-usage = /whoami
command-help = Todos los comandos, o uno en detalle
command-help-usage = /help [comando]
command-start = Saludo; vuelve a activarme aquí
command-start-usage = /start [código]
command-invite = Invitar a alguien con un enlace
command-invite-usage = /invite <viewer|approver|admin> [proyecto]
command-members = Quién puede hacer qué, e invitaciones abiertas
command-members-usage = /members
command-grant = Dar un rol a una persona
command-grant-usage = /grant <id de Telegram> <viewer|approver|admin> [proyecto] [as <id de usuario>]
command-revoke = Quitar roles a una persona
command-revoke-usage = /revoke <id de Telegram> [viewer|approver|admin] [proyecto]
command-dlq = Mensajes que no se pudieron procesar
command-dlq-usage = /dlq [retry|drop <id|all>]
command-health = ¿Funciona todo?
command-health-usage = /health [seen]

reply-usage =
    Uso: { $usage }
    Ejemplo: { $example }
reply-ago = hace { $duration }
# Qué estaba mal en los argumentos de un comando.
reply-surplus = { $given } es una palabra de más.
reply-no-word = Aquí no entiendo { $given }.
reply-missing-id = Falta el id.
reply-missing-project = Falta el proyecto: tú das roles en los proyectos de los que eres admin.
reply-id-too-long = Ese id es demasiado largo; como máximo { $most } caracteres.
reply-no-kind = No puedo seguir { $given }. Puedes elegir un proyecto (project), una sesión (session) o un trabajo (job).
reply-missing-kind = ¿A qué te refieres? Un proyecto (project), una sesión (session) o un trabajo (job).
reply-no-level = No existe el nivel { $given }.
reply-no-role-called = No existe el rol { $given }. Elige viewer, approver o admin.
reply-missing-role = Falta el rol: viewer, approver o admin.
reply-no-user-id = { $given } no es un id de usuario de Telegram. Es un número; con /whoami cada persona ve el suyo.
reply-missing-user-id = Falta el id de usuario de Telegram. Es un número; con /whoami cada persona ve el suyo.
reply-no-lines = { $given } no es un número de líneas de 1 a { $most }.
reply-no-command = No existe el comando { $given }. /help los muestra todos.
reply-unknown-command = No conozco este comando. /help los muestra todos.
reply-plain-words = Solo entiendo comandos: /jobs muestra lo que está en marcha y /approvals lo que espera una decisión. /help los enumera todos.
reply-stale = No estaba cuando escribiste esto, así que no he hecho nada. Envíalo otra vez.
reply-more-in-private = Quizá pueda mostrarte más en privado: { $link }
reply-only-in-private = A eso respondo en nuestro chat privado: { $link }
reply-hidden-admin = Escribes como el grupo, así que no puedo saber quién eres. Desactiva «Permanecer anónimo» en tus permisos de administración, o escríbeme en privado: { $link }
reply-as-channel = Escribes como un canal, así que no puedo saber quién eres. Escribe con tu propio nombre, o a mí en privado: { $link }
reply-channel = No funciono en canales. Añádeme a un grupo, o escríbeme en privado: { $link }
reply-failed = Algo ha ido mal por mi parte. Inténtalo otra vez.
reply-several = Varios ids empiezan así: { $ids } · y { $more } más
reply-more = … y { $count } más

reply-start-greeting = 👋 Hola, { $name }, soy jobwire. Publico lo que hacen tus trabajos y te pregunto cuando necesitan una decisión.
reply-start-change-private = Con /level eliges cuánto publico, con /subscribe y /unsubscribe sobre qué. /help muestra todo lo demás.
reply-start-change-group = Elige qué publico aquí con /subscribe, por ejemplo /subscribe project acme/web. Con /level eliges cuánto. /help muestra todo lo demás.
reply-hello =
    👋 Hola, soy jobwire. Publico lo que hacen los trabajos y pregunto cuando necesitan una decisión.
    Si tienes un rol, elige qué publico aquí con /subscribe.
reply-no-role =
    Aún no tienes ningún rol aquí, así que no puedo mostrarte nada. Tu id de usuario es { $id }.
    Pide a un admin de este bot una invitación (/invite), o que envíe: { $grant }
reply-no-admin = Aquí aún no hay ningún admin. Si este bot es tuyo: abre el enlace que mostró al arrancar. Vale 10 minutos; cada arranque muestra uno nuevo.
reply-invite-first-admin =
    🔑 Ahora este bot tiene su primer admin: tú.
    { $may }
    Invita a otras personas con /invite.
reply-invite-accepted =
    🔑 Has aceptado una invitación. Ahora tienes: { $roles }
    { $may }
reply-invite-which = ¿Qué podrá hacer la persona que invitas?
reply-invite-meaning-viewer = lectura: ver lo que hacen los trabajos
reply-invite-meaning-approver = aprobación: también decidir solicitudes
reply-invite-meaning-admin = admin: todo, también invitar a otras personas
reply-invite-where =
    ¿Para qué proyecto invitas? Rol: { $role }
    Solo puedes invitar para: { $where }
reply-invite-all = Todos los proyectos
reply-invite-made =
    ✉️ Invitación: { $role }
    Envía este enlace a una persona. Quien lo abra primero recibe el rol. Vale una vez, durante { $hours } h: hasta { $until }.
    { $link }
    O solo el código, para enviármelo tras /start:
    { $code }
reply-invite-revoke = ✖️ Revocar
reply-invite-revoked = ✖️ Esta invitación se ha revocado: { $role }
reply-members = 👥 Personas: { $people } · invitaciones abiertas: { $invitations }
reply-member = { $name } · { $id } · { $roles } · { $more } · { $setting }
reply-member-invitation = { $at }. ✉️ { $role } · de { $by } · hasta { $until }
reply-members-how = ✖️ revoca una invitación.
reply-invite-held = Ya tienes: { $roles }. La invitación no te da nada más, y no la has gastado.
reply-invite-invalid = Esta invitación no es válida, o ya no lo es. Pide una nueva a quien te la envió.
reply-invite-throttled = Demasiadas invitaciones no válidas. Puedes intentarlo otra vez en { $count } min.
reply-invite-taken = 🔑 { $who } ({ $id }) ha aceptado tu invitación: { $role }

reply-gets = Este chat sigue:
    .topic = Este tema sigue:
reply-nothing-subscribed = Este chat aún no sigue nada.
    .topic = Este tema aún no sigue nada.
reply-subscription-everything = • todo
reply-subscription-everything-in = • todo en { $projects } · +{ $more }
reply-subscription-project = • proyecto { $id }
reply-subscription-session = • sesión { $id }
reply-subscription-job = • trabajo { $id }
reply-subscribed =
    ✅ Ahora este chat sigue:
    { $what }
    .topic =
        ✅ Ahora este tema sigue:
        { $what }
reply-subscribed-ahead =
    ✅ Ahora este chat sigue:
    { $what }
    Aún no hay nada de ahí. Publicaré en cuanto llegue algo.
    .topic =
        ✅ Ahora este tema sigue:
        { $what }
        Aún no hay nada de ahí. Publicaré en cuanto llegue algo.
reply-unsubscribed =
    ✅ Este chat ya no sigue:
    { $what }
    .topic =
        ✅ Este tema ya no sigue:
        { $what }
reply-narrow =
    Este chat sigue:
    { $now }
    { $id } es parte de eso. ¿Solo { $id }, o todo como ahora?
    .topic =
        Este tema sigue:
        { $now }
        { $id } es parte de eso. ¿Solo { $id }, o todo como ahora?
reply-narrow-only = Solo { $id }
reply-narrow-keep = Todo como ahora
reply-narrow-by-hand =
    Este chat sigue:
    { $now }
    { $id } es parte de eso. No ha cambiado nada. Para seguir solo { $id }, primero deja de seguir el resto con /unsubscribe.
    .topic =
        Este tema sigue:
        { $now }
        { $id } es parte de eso. No ha cambiado nada. Para seguir solo { $id }, primero deja de seguir el resto con /unsubscribe.
reply-narrowed =
    ✅ Ahora este chat solo sigue:
    { $what }
    .topic =
        ✅ Ahora este tema solo sigue:
        { $what }
reply-not-narrowed =
    No ha cambiado nada. Este chat sigue:
    { $now }
    .topic =
        No ha cambiado nada. Este tema sigue:
        { $now }
reply-still-followed =
    Sigue llegando como parte de:
    { $rest }
reply-subscribe-which = Aún no he visto nada que se llame { $id }, pero estos empiezan igual. ¿A cuál te refieres?
reply-as-typed = { $id } tal cual
reply-topics-follow = Los temas que no lo han cambiado por su cuenta también cambian.
reply-group-word = grupo
reply-group-button = ↩️ Como en el grupo
reply-group-not-followed = Este tema tiene ajustes propios.
reply-group-followed = ↩️ Este tema vuelve a tenerlo como el grupo.
reply-changed-by = Cambiado por { $who }
reply-change-forbidden = Solo puede cambiar lo que publico aquí quien tenga el rol de aprobación o admin de todo lo afectado. No ha cambiado nada.
reply-not-subscribed = Este chat no sigue eso. /subscriptions muestra qué sigue.
    .topic = Este tema no sigue eso. /subscriptions muestra qué sigue.
reply-no-project = No existe el proyecto { $id }.

reply-level-is = Aquí publico: { $level }
reply-level-set = ✅ Ahora publico aquí: { $level }
reply-level-all = todo
reply-level-results = resultados
reply-level-errors = fallos
reply-level-approvals = aprobaciones
reply-level-off = nada
reply-level-all-posts = todo
reply-level-results-posts = inicios, resultados, fallos y solicitudes
reply-level-errors-posts = fallos y solicitudes
reply-level-approvals-posts = solicitudes y sus resultados
reply-level-off-posts = nada
reply-level-all-meaning = • todo (all): todo lo que sigue este chat
    .topic = • todo (all): todo lo que sigue este tema
reply-level-results-meaning = • resultados (results): qué empieza, en qué acaba y las solicitudes, sin los pasos intermedios
reply-level-errors-meaning = • fallos (errors): fallos y solicitudes de aprobación
reply-level-approvals-meaning = • aprobaciones (approvals): solicitudes de aprobación y sus resultados
reply-level-off-meaning = • nada (off): no publico nada
reply-no-cards = Elige sí (on) o no (off), no { $given }.
reply-cards-word-on = sí
reply-cards-word-off = no
reply-cards-now = Muestro los trabajos en curso { $cards }.
reply-cards-set = ✅ Ahora muestro los trabajos en curso { $cards }.
reply-cards-on = como tarjetas en vivo
reply-cards-off = en resúmenes

reply-mute-how-long = ¿Cuánto tiempo me callo aquí? Las solicitudes siguen llegando; lo demás lo resumo después. Un trabajo: /mute <trabajo>
reply-mute-30m = 30 min
reply-mute-2h = 2 h
reply-mute-8h = 8 h
reply-mute-until0800 = hasta las 08:00
reply-mute-word-until = hasta
reply-mute-job = 🔕 { $job }
reply-no-mute-time = No entiendo { $given } como tiempo. Valen 30m, 2h, 1d, until 08:00.
reply-mute-too-long = { $given } es demasiado: como máximo 30d. /level off lo desactiva todo aquí.
reply-muted = 🔕 En silencio hasta { $at }. Las solicitudes siguen llegando; lo demás lo resumo después.
reply-muted-now = 🔕 Silenciado hasta { $at }; las solicitudes siguen llegando
reply-unmute-button = 🔔 Deshacer
reply-unmuted = 🔔 Vuelvo a publicar aquí. Si entretanto llegó algo más, viene en un resumen.
reply-not-muted = Aquí no estoy en silencio.
reply-mute-which = Aún no he visto ningún trabajo que se llame { $id }, pero estos empiezan igual. ¿A cuál te refieres?
reply-job-muted = 🔕 { $job } está silenciado hasta que acabe. Sus solicitudes y su resultado siguen llegando.
reply-job-muted-until = 🔕 { $job } está silenciado hasta { $at }. Sus solicitudes y su resultado siguen llegando.
reply-job-muted-ahead = 🔕 Aún no he visto ningún trabajo que se llame { $job }. Cuando llegue, estará silenciado hasta que acabe; sus solicitudes y su resultado llegarán.
reply-job-muted-ahead-until = 🔕 Aún no he visto ningún trabajo que se llame { $job }. Cuando llegue, estará silenciado hasta { $at }; sus solicitudes y su resultado llegarán.
reply-job-unmuted = 🔔 Vuelvo a publicar sobre { $job }.
reply-job-not-muted = { $job } no está silenciado aquí.
reply-muted-jobs = 🔕 Trabajos silenciados: { $jobs }
reply-muted-job = { $job } hasta { $at }

reply-quiet-hours = { $times } ({ $zone })
reply-quiet-is = 🌙 Horas de silencio: { $hours } · ahora hasta { $at }
reply-quiet-none = 🌙 Aquí no hay horas de silencio.
reply-quiet-how = En las horas de silencio, las solicitudes llegan sin sonido y lo demás lo resumo después. Otras horas: /quiet 23:00-06:30 Europe/Berlin
reply-quiet-set = 🌙 Horas de silencio: { $hours }. Las solicitudes llegan sin sonido y lo demás lo resumo después.
reply-quiet-ended = 🔔 Ya no hay horas de silencio.
reply-quiet-off = no
reply-zone-guessed = He tomado las horas como UTC. Di una vez cuáles son las tuyas: /quiet Europe/Madrid
reply-zone-set = ✅ Las horas aquí son las de { $zone }.
reply-zone-understood = He entendido { $given } como { $zone }.
reply-no-zone = No conozco la zona horaria { $given }. Se llaman como Europe/Madrid o America/Bogota.
reply-no-times = No entiendo { $given } como horas. Se escriben así: 22:00-07:00.
reply-times-equal = { $given }: empieza y acaba a la misma hora. /level off lo desactiva todo aquí.

reply-language-now = Idioma de este chat: { $language }
reply-language-set = ✅ Idioma de este chat desde ahora: { $language }
reply-no-language =
    No existe el idioma { $given }.
    Disponibles: { $locales }

reply-no-approvals = Nada espera una decisión.
reply-approvals-yours = Te esperan a ti
reply-approvals-others = Esperan a otras personas
reply-approvals-done = Ya no te esperan
reply-approval =
    { $action } · { $scope } · { $project } · { $title }
    ⏳ vence en { $left } ({ $expires }) · pedido { $ago } · por { $who } · { $given } de { $required ->
        [one] 1 aprobación
       *[other] { $required } aprobaciones
    } · { $reason } · { $open } · id { $id }
    «{ $why }»
reply-approval-unseen = 🔍 aquí no se ve entera: ábrela primero
reply-approvals-how = Decide con los botones de una solicitud, o con /approve y /deny y el principio de su id.
reply-approvals-pick = ☐ selecciona varias para decidirlas juntas, 🔍 abre una entera. O usa /approve y /deny con el principio de un id.
reply-approvals-approve = ✅ Aprobar selección ({ $count })
reply-approvals-deny = ❌ Rechazar selección ({ $count })
reply-which-request = Varias solicitudes coinciden con { $id }.
reply-which-open = ¿Cuál es? 🔍 la muestra entera; decide después.
reply-which-settled = ya decidida
reply-no-approval = No tengo la solicitud { $id }. /approvals muestra las abiertas.
reply-not-seen = 🔍 No cuenta: este chat no ha mostrado la solicitud entera tal como está ahora. La publico aquí entera; léela y luego decide.
reply-approved = ✅ Has aprobado: { $action }
reply-denied = ❌ Has rechazado: { $action }
reply-reason-words = Necesito tu respuesta en palabras, así que no ha cambiado nada. Responde otra vez.
reply-anonymous = Escribes de forma anónima, así que no puedo saber quién decide. No ha cambiado nada; toca un botón, o responde con tu propio nombre.
reply-choice =
    💬 Tu respuesta aún no decide nada: { $action }
    ¿Qué hago con ella?
reply-choice-deny = ❌ Rechazar con este motivo
reply-choice-comment = 💬 Solo un comentario
reply-commented = 💬 Guardado como comentario y enviado al trabajo: { $action }

reply-no-jobs = Aún no hay trabajos.
reply-no-job = No existe el trabajo { $id }.
reply-no-session = No existe la sesión { $id }.
reply-no-tail = Aquí no hay ningún log en vivo.
reply-tails-full = Ahora mismo hay demasiados logs en vivo. Inténtalo más tarde.
reply-stop-forbidden = Estos logs los abrieron otras personas. Pueden detenerlos ellas o quien tenga el rol de aprobación.
reply-tail-stopped = ⏹️ Detenido: { $jobs }

reply-role-viewer = lectura (viewer)
reply-role-approver = aprobación (approver)
reply-role-admin = admin
reply-role-none = ningún rol
reply-role-everywhere = { $role } para todos los proyectos
reply-role-project = { $role } para { $project }
reply-whoami =
    Tu nombre es { $name }, tu id de usuario { $id }.
    Roles: { $roles }
    También te conozco como: { $known }
reply-may-viewer = Permite ver: { $where }
reply-may-approver = Permite ver y decidir solicitudes: { $where }
reply-may-admin = Permite todo, también ver eventos internos: { $where }
reply-may-everywhere = todos los proyectos
reply-granted =
    ✅ { $id } tiene ahora: { $roles }
    Antes: { $before }
    { $may }
    Nombre conocido: { $known }
reply-granted-you =
    🔑 { $by } te ha dado un rol. Ahora tienes: { $roles }
    { $may }
    { $start }
    /help muestra qué puedo hacer por ti.
reply-granted-start = Envía /start y publicaré aquí lo que hacen los trabajos.
reply-granted-already = { $id } ya tiene ese rol: { $role }. No ha cambiado nada.
reply-grant-as-forbidden = Solo un admin de todos los proyectos puede decir quién es alguien en otros sistemas. No ha cambiado nada.
reply-grant-which-role = ¿Qué rol recibe { $id }?
reply-grant-which-project = ¿Para qué proyecto? { $id }: { $role }
reply-revoke-which = ¿Qué pierde { $id }? Ahora: { $roles }
reply-revoke-all = ✖️ Todos los roles
reply-revoke-last = ⚠️ No hay más admin que tú. Sin admin nadie puede dar roles hasta que jobwire arranque otra vez y muestre un enlace nuevo.
reply-revoke-anyway = ✖️ Dejarlo de todos modos
reply-revoked =
    ✅ { $id } ya no tiene: { $taken }
    ✅ { $id } tiene ahora: { $roles }
    { $stays }
    Tokens revocados: { $tokens }
    Votos retirados: { $votes }
    Invitaciones revocadas: { $invitations }
reply-revoked-you =
    { $by } te ha quitado un rol: { $taken }
    Ahora tienes: { $roles }
    { $may }
reply-revoked-settings = { $id } es admin por el ajuste ADMIN_USER_IDS y lo seguirá siendo hasta que se cambie, en .env o en el entorno, y jobwire arranque otra vez.
reply-role-not-held =
    { $id } no tiene ese rol: { $role }
    { $id } tiene: { $roles }
reply-no-member = { $id } no tiene ningún rol.

reply-letters =
    { $count ->
        [one] No se pudo procesar 1 mensaje
       *[other] No se pudieron procesar { $count } mensajes
    }
reply-letter =
    { $id } · { $at } · { $source } · { $stage }
    { $reason }
    { $raw }
letter-stage-decoding = ilegible
letter-stage-routing = sin asignar
letter-stage-following = archivo sin escribir
letter-stage-delivering = sin entregar
reply-letters-how = /dlq retry con un id reintenta uno, /dlq drop con un id lo borra; all en lugar del id son todos.
reply-no-letters = Nada sin procesar: todo ha ido bien.
reply-no-letter = No hay ningún mensaje sin procesar { $id }. /dlq muestra los más recientes.
reply-letter-retried = ✅ { $id } ha funcionado esta vez y ya es un evento.
reply-letter-routed = ✅ { $id } va otra vez de camino a los chats.
reply-letter-queued = ✅ { $id } se intentará otra vez enseguida.
reply-letter-requeued = ✅ { $id } vuelve a esperar a su chat.
reply-letter-still-dead = ❌ { $id } sigue fallando: { $reason }
reply-letter-dropped = 🗑️ { $id } borrado.
reply-letters-retried =
    ✅ { $count ->
        [one] 1 mensaje ha funcionado esta vez.
       *[other] { $count } mensajes han funcionado esta vez.
    }
    Aún sin procesar: { $left }
reply-letters-dropped =
    🗑️ { $count ->
        [one] 1 mensaje borrado.
       *[other] { $count } mensajes borrados.
    }
    Aún quedan: { $left }

reply-health-fine = ✅ Todo funciona
reply-health-noteworthy = ✅ Todo funciona. Merece un vistazo:
reply-health-failing = ❌ No todo funciona
reply-health-problem =
    ❌ { $part }
    { $what }
    Desde { $at }
    Desde hace { $for }
    → { $advice }
reply-health-note =
    ⚠️ { $part }
    { $what }
    → { $advice }
reply-health-letters =
    🗂️ { $count ->
        [one] No se pudo procesar 1 mensaje.
       *[other] No se pudieron procesar { $count } mensajes.
    } Mira /dlq
reply-health-seen = ✅ Anotado. Sigo vigilando.
reply-health-nothing-to-see = No hay nada que confirmar: Redis tiene lo que debe.

health-part-routing = Distribución
health-part-sending = Envío
health-part-storage = Redis: almacenamiento
health-part-disk = Disco
health-part-history = Historial
health-part-redis = Redis
health-part-telegram = Telegram
health-part-layout = Datos de una versión anterior
health-part-source = Fuente { $id }

health-routing-still = Nada llega a los chats. El evento más antiguo espera desde hace { $seconds } s.
health-routing-still-advice = El log dice por qué. Si dura 1 min, me cierro para que me reinicien.
health-routing-behind = Voy con { $seconds } s de retraso y lo estoy recuperando.
health-routing-behind-advice = Suele pasar solo. Si no, comprueba la carga de esta máquina y de Redis.
health-sending-not-taken =
    { $count ->
        [one] Telegram no ha aceptado el último mensaje, desde hace { $seconds } s. No se pierde nada; todo espera.
       *[other] Telegram no ha aceptado ninguno de los últimos { $count } mensajes, desde hace { $seconds } s. No se pierde nada; todo espera.
    }
health-sending-not-taken-advice = Comprueba la conexión de esta máquina con Telegram.
health-sending-late =
    { $chats ->
        [one] 1 chat tiene algo por enviar y nadie lo envía: { $seconds } s de retraso.
       *[other] { $chats } chats tienen algo por enviar y nadie lo envía: { $seconds } s de retraso.
    }
health-sending-late-advice = El log dice por qué. Reiniciar ayuda y no pierde nada.
health-put-aside =
    Aún sin poder enviarse: { $count }, en { $chats ->
        [one] 1 chat
       *[other] { $chats } chats
    }
    Mensajes de fuentes aún sin procesar: { $messages }
health-put-aside-advice = Nada más espera por ello; lo reintento con pausas cada vez más largas. El log dice qué y por qué (delivery_put_aside).
health-source-aside =
    { $count ->
        [one] 1 stream o archivo de esta fuente no se puede leer
       *[other] { $count } streams o archivos de esta fuente no se pueden leer
    }; los demás siguen.
health-source-aside-advice = El log dice cuál y por qué (stream_set_aside, run_file_unreadable). Vuelvo a mirar con pausas cada vez más largas.
health-follower-aside =
    { $count ->
        [one] 1 evento aún no se ha podido escribir
       *[other] { $count } eventos aún no se han podido escribir
    }; los demás trabajos siguen.
health-follower-aside-advice = El log dice cuál y por qué (follower_failed). Lo reintento con pausas cada vez más largas.
health-stored-unreadable =
    { $count ->
        [one] 1 valor guardado no se puede leer
       *[other] { $count } valores guardados no se pueden leer
    }; todos los demás siguen.
health-stored-unreadable-advice = El log dice cuál y por qué (stored_unreadable). Alguien más ha escrito en las claves de jobwire, u otra versión lo ha hecho.
health-storage-silent = Sin respuesta desde hace { $seconds } s.
health-storage-silent-advice = Comprueba Redis y la conexión con él.
health-storage-unknown = No tengo permiso para INFO en Redis, así que no puedo vigilar su disco ni su memoria.
health-storage-unknown-advice = Da +info a su usuario.
health-storage-unwritable = Redis no puede escribir su archivo. Hasta que pueda, se rechazan eventos y decisiones nuevos.
health-storage-unwritable-advice = Libera espacio en su disco, o corrige los permisos; después sigue solo.
health-storage-evicts = Redis expulsa datos cuando se acaba la memoria (maxmemory-policy { $policy }): se pierden eventos y decisiones.
health-storage-evicts-advice = Pon maxmemory-policy noeviction.
health-storage-may-evict = Redis puede expulsar claves con caducidad cuando se acaba la memoria (maxmemory-policy { $policy }): puede haber eventos repetidos.
health-storage-may-evict-advice = Pon maxmemory-policy noeviction.
health-storage-full = A Redis no le queda memoria y no acepta más escrituras.
health-storage-full-advice = Sube maxmemory, o baja EVENT_RETENTION_DAYS.
health-storage-nearly-full = Redis usa el { $percent } % de su memoria.
health-storage-nearly-full-advice = Sube maxmemory, o baja EVENT_RETENTION_DAYS.
health-storage-rewrite-failed = Redis no pudo acortar su archivo, así que crece.
health-storage-rewrite-failed-advice = Mira su log y su disco.
health-storage-not-kept = Redis no guarda un archivo append-only: si se detiene, se pierde todo desde su último snapshot.
health-storage-not-kept-advice = Pon appendonly yes.
health-disk-unwritable = No se puede escribir en { $folder }: { $reason }
health-disk-unwritable-advice = Libera espacio allí, o corrige los permisos.
health-disk-low = Solo quedan { $megabytes } MB donde está { $folder }.
health-disk-low-advice = Haz sitio antes de que se llene.
health-history-rolled-back =
    Redis tiene un estado más antiguo que antes: se restauró una copia, o una réplica tomó el relevo.
    Falta lo que vino después de { $since }.
    Decisiones perdidas: { $decisions }
health-history-rolled-back-advice = Mira /approvals y después confirma con /health seen.

rollback-notice =
    ⏪ Redis ha vuelto atrás. Puede haber decisiones deshechas.
    Falta lo que vino después de { $at }.
    Decisiones perdidas: { $count }
rollback-notice-approved = ✅ { $id } · { $project } · aprobado { $at }
rollback-notice-denied = ❌ { $id } · { $project } · rechazado { $at }
rollback-notice-advice = Mira /approvals y después confirma con /health seen.

### dashboard: el camino de un chat al panel

dashboard-open = ↗️ Abrir
dashboard-menu = Panel
dashboard-where = 📊 El panel también te muestra todo esto: { $address }

### tap: lo que el bot responde al tocar un botón (claves tap-*)

tap-received = Recibido. Guardando …
tap-approved = ✅ Aprobado
tap-denied = ❌ Rechazado
tap-setting-gone = Este mensaje es demasiado antiguo para cambiar algo. Envía el comando otra vez.
tap-saved = ✅ Guardado
tap-kept = No ha cambiado nada.
tap-choose = Elige.
tap-failed = Algo ha ido mal por mi parte. Inténtalo otra vez.
tap-voted-approve = 🗳️ Tu aprobación cuenta: { $given } de { $needed }. Aún no está decidido.
tap-voted-deny = 🗳️ Tu rechazo cuenta: { $given } de { $needed }. Aún no está decidido.
tap-voted-approve-again = 🗳️ Tu aprobación ya cuenta: { $given } de { $needed }. Ahora deciden otras personas.
tap-voted-deny-again = 🗳️ Tu rechazo ya cuenta: { $given } de { $needed }. Ahora deciden otras personas.
tap-question = ✍️ Responde a mi pregunta con tu motivo. Aún no hay nada decidido.
tap-question-note = ✍️ Responde a mi pregunta con tu nota. Aún no hay nada decidido.
tap-reason-needed = Aquí hace falta un motivo, así que no ha cambiado nada. Envía /approve o /deny con el id y tu motivo.
tap-commented = 💬 Enviado como comentario. No decide nada.
tap-invite-over = Esta invitación ya no está abierta.
tap-invite-revoked = ✅ Revocada
tap-admin-only = Solo un admin puede elegir eso. No ha cambiado nada.
tap-choice-foreign = Solo puede elegir eso quien escribió la respuesta.
tap-choice-gone = Esta pregunta es demasiado antigua. No ha cambiado nada; usa los botones de la solicitud.
tap-choice-made = Ya has elegido; eso vale.
tap-picked =
    { $count ->
        [0] Nada seleccionado
        [one] 1 seleccionada
       *[other] { $count } seleccionadas
    }
tap-bundle-approve =
    { $count ->
        [one] ✅ 1 aprobada
       *[other] ✅ { $count } aprobadas
    }
tap-bundle-deny =
    { $count ->
        [one] ❌ 1 rechazada
       *[other] ❌ { $count } rechazadas
    }
tap-bundle-voted =
    { $count ->
        [one] 🗳️ 1 tiene tu voto y espera a otras personas
       *[other] 🗳️ { $count } tienen tu voto y esperan a otras personas
    }
tap-bundle-forbidden-approve =
    { $count ->
        [one] 1 no la puedes aprobar tú
       *[other] { $count } no las puedes aprobar tú
    }
tap-bundle-forbidden-deny =
    { $count ->
        [one] 1 no la puedes rechazar tú
       *[other] { $count } no las puedes rechazar tú
    }
tap-bundle-reason =
    { $count ->
        [one] 1 necesita un motivo: «Una a una»
       *[other] { $count } necesitan un motivo: «Una a una»
    }
tap-bundle-late =
    { $count ->
        [one] 1 ya estaba decidida o cambiada
       *[other] { $count } ya estaban decididas o cambiadas
    }
tap-bundle-changed = Estas solicitudes han cambiado. No se ha decidido nada; míralas como están ahora.
tap-bundle-done = Aquí ya no espera nada.
tap-bundle-split = Están abajo, una a una
tap-opened = Está abierta abajo
tap-none-approve = No hay nada seleccionado. Toca primero los números.
tap-none-deny = No hay nada seleccionado que se pueda rechazar sin motivo. Toca primero los números; con motivo: usa ese botón de la solicitud.
tap-counted-approve =
    { $all ->
        [one] ✅ Cuenta { $counted } de 1 aprobación.
       *[other] ✅ Cuentan { $counted } de { $all } aprobaciones.
    }
tap-counted-deny =
    { $all ->
        [one] ❌ Cuenta { $counted } de 1 rechazo.
       *[other] ❌ Cuentan { $counted } de { $all } rechazos.
    }
tap-list-foreign = Esta lista es de otra persona. Envía /approvals para ver la tuya.
tap-changed = Esta solicitud ha cambiado. No ha contado nada; mira primero la versión nueva.
tap-not-whole = Este mensaje no muestra la solicitud entera, así que aquí no se puede aprobar. No ha cambiado nada.
tap-list-gone = Esta lista es demasiado antigua. Envía /approvals para una nueva.
tap-unknown = Ya no tengo esta solicitud. No ha cambiado nada.
tap-channel = En un canal solo publico. Escríbeme en privado para eso.
tap-no-question = En un canal no puedo pedirte palabras. No ha cambiado nada; decide en nuestro chat privado, con /approvals.
tap-no-role = No tienes ningún rol aquí, así que no ha cambiado nada. Tu id de usuario es { $id }; pregunta a un admin de este bot.
tap-forbidden-role = Puedes ver esto, pero solo lo decide quien tenga el rol de aprobación. No ha cambiado nada.
tap-forbidden-role-project = Puedes ver esto, pero solo lo decide quien tenga el rol de aprobación en { $project }. No ha cambiado nada.
tap-forbidden-policy = Esto solo lo pueden decidir: { $who }. No ha cambiado nada.
tap-forbidden-nobody = Según la política, nadie puede decidir esto. No ha cambiado nada.
tap-forbidden-self = Lo has pedido tú, así que tiene que aprobarlo otra persona. No ha cambiado nada.
tap-forbidden-ended = La sesión o el trabajo ya ha terminado: no queda nada que aprobar por adelantado. No ha cambiado nada; aprueba solo esta.
tap-forbidden-standing = Según la política, esto solo se puede aprobar por separado, no junto con solicitudes posteriores iguales. No ha cambiado nada.
tap-already-approved-by =
    { $who } ya aprobó esto ({ $at }); eso vale.
    Nota: { $reason }
tap-already-denied-by =
    { $who } ya rechazó esto ({ $at }); eso vale.
    Motivo: { $reason }
tap-already-approved = Esto ya se aprobó ({ $at }); eso vale.
tap-already-denied = Esto ya se rechazó ({ $at }); eso vale.
tap-already-approved-own = Aprobaste esto { $ago }.
tap-already-denied-own = Rechazaste esto { $ago }.
tap-just-now = ahora mismo
tap-ago = hace { $duration }
tap-already-approved-elsewhere = { $who } ya aprobó esto fuera ({ $at }, según { $source }); eso vale.
tap-already-denied-elsewhere = { $who } ya rechazó esto fuera ({ $at }, según { $source }); eso vale.
tap-already-approved-elsewhere-automatically = Esto ya se aprobó automáticamente fuera ({ $at }, según { $source }); eso vale.
tap-already-denied-elsewhere-automatically = Esto ya se rechazó automáticamente fuera ({ $at }, según { $source }); eso vale.
tap-already-approved-automatically = Esto ya se aprobó automáticamente ({ $at }); eso vale.
tap-already-denied-automatically = Esto ya se rechazó automáticamente ({ $at }); eso vale.
tap-already-expired = El plazo venció ({ $at }) sin decisión. Ya no se puede decidir.
tap-already-ended = El trabajo terminó ({ $at }), así que ya no hace falta. Ya no se puede decidir.
tap-already-canceled-by =
    { $who } retiró esto ({ $at }). Ya no se puede decidir.
    Motivo: { $reason }
tap-already-canceled =
    Esto se retiró ({ $at }). Ya no se puede decidir.
    Motivo: { $reason }
