# The dashboard in Spanish. Headings of events come from the other files of this language.

### Around every page

skip = Ir al contenido
navigation = Páginas
language = Idioma
signed-in-as = Sesión de
sign-out = Cerrar sesión
loading = Cargando …

live-connecting = Conectando
live-live = En directo
live-reconnecting = Reconectando
live-polling = Consultando
live-last = último evento { $ago }

### Titles of pages

page-home = Inicio
page-jobs = Trabajos
page-job = Trabajo
page-approvals = Aprobaciones
page-approval = Solicitud
page-not-found = Esta página no existe

### Signing in

sign-in-title = Inicia sesión
sign-in-token = Token
sign-in-hint = Pide uno a un administrador, o créalo:
sign-in = Iniciar sesión
sign-in-telegram = Iniciar sesión con Telegram

### States

state-queued = En cola
state-running = En marcha
state-waiting = Esperando
state-completed = Terminado
state-failed = Fallido
state-canceled = Cancelado
state-pending = Abierta
state-approved = Aprobada
state-denied = Rechazada
state-expired = Caducada

### Lists

filter-state = Estado
filter-any = todos
filter-project = Proyecto
jobs-none = Aquí no hay trabajos. Un trabajo aparece con su primer evento.
job-progress-of = Progreso de { $title }
job-cost-of = { $cost } de { $budget }

### Problems, by their code

problem-unknown = Algo salió mal. Inténtalo otra vez.
problem-unreachable = No puedo conectar con jobwire. Sigo intentándolo.
problem-unavailable = Redis no responde. Lo que ves puede ser antiguo.
problem-not-found = Aquí no hay nada para ti, o ya no se conserva.
problem-unauthenticated = No conozco este token.
problem-too-many-guesses = Demasiados tokens incorrectos. Espera un minuto.
problem-no-role = Aún no tienes ningún rol. Pídeselo a un administrador.
problem-sign-in-expired = Este inicio de sesión es demasiado antiguo. Abre la página otra vez desde Telegram.
problem-sign-in-repeated = Este inicio de sesión ya se usó. Inicia sesión con Telegram otra vez.
problem-scope-missing = Tu token no permite eso.

### Looking back and looking after

page-search = Buscar
page-charts = Gráficos
page-letters = Mensajes fallidos
page-people = Personas
page-tokens = Tokens
page-standing = Aprobaciones permanentes

more = Mostrar más
refresh = Actualizar
keep = Conservar
copy = Copiar
copied = Copiado
copy-link = Copiar enlace
all-projects = todos los proyectos
no-project = sin proyecto
filter-types = Tipos
filter-session = Sesión
filter-job = Trabajo
filter-since = Desde
filter-until = Hasta
filter-range = Periodo
filters-clear = Quitar filtros
search-none = Nada coincide con estos filtros.
search-empty = Aún no hay eventos.
event-unnamed = 📋 Evento

letters-about = Mensajes y eventos que no pude procesar. Reinténtalo cuando la causa esté resuelta.
letters-none = No hay mensajes fallidos. Todo se procesó.
letter-stage = Fase
stage-decoding = al leer
stage-routing = al distribuir
stage-following = al escribir archivos
stage-delivering = al enviar
letter-raw = Mensaje
letter-raw-cut = Mensaje (el principio)
letter-retry = Reintentar
letter-retried = Hecho. Ya no es un mensaje fallido.
letter-drop = Descartar
letter-drop-question = ¿Descartar para siempre?
letter-dropped = Descartado.

people-about = Los roles se dan y se quitan en el chat: /invite, /grant, /revoke.
people-none = Nadie tiene un rol todavía.
person-since = desde
person-named-in = incluida en
role-viewer = lector
role-approver = aprobador
role-admin = administrador

token-new = Token nuevo
token-name = Nombre
token-projects = Proyectos, separados por comas
token-user = Persona (id)
token-scopes = Qué puede hacer
scope-read = ver
scope-decide = aprobar y rechazar
scope-publish = enviar eventos, preguntar
scope-metrics = leer métricas
scope-admin = todo
token-create = Crear token
token-once = Solo se muestra esta vez. Guárdalo como una contraseña.
token-saved = Ya lo tengo
tokens-given = Tokens en uso
tokens-none = Aún no hay tokens.
token-holder = de
token-revoke = Revocar
token-revoke-question = Quien lo use quedará fuera al instante.
token-revoked = Revocado.

standing-about = Las solicitudes como estas se aprueban sin preguntar.
standing-none = Ninguna vigente. Donde la norma lo permite, una solicitud ofrece aprobar también las parecidas.
standing-ends = termina
standing-end = Terminar
standing-end-question = ¿Volver a preguntar desde ahora?
standing-ended = Terminada. Volveré a preguntar.

range-hour = última hora
range-day = último día
range-week = últimos 7 días
range-month = últimos 30 días
chart-events = Eventos y fallos
chart-events-none = No pasó nada en este periodo.
chart-events-heading = Eventos
chart-failures-heading = Fallos
chart-from = Desde
chart-table = Como tabla
chart-truncated = Solo se cuentan los eventos más recientes, desde
chart-cost = Coste por proyecto
chart-cost-about = De los trabajos que cambiaron en este periodo, lo que costó cada uno en total.
chart-cost-none = Ningún trabajo indicó un coste en este periodo.
chart-jobs = Trabajos
chart-usd = Coste
chart-decisions = Tiempo hasta la decisión
chart-decisions-none = Nadie decidió nada en este periodo.
chart-count = Decisiones
chart-median = La mitad en
chart-p90 = Nueve de diez en

problem-dead-letter-outdated = Sigue fallido: su chat o archivo ya no lo acepta.
problem-dead-letter-unusable = Sigue fallido: su contenido aún no me sirve.
problem-input-invalid = Algo en el formulario no es correcto.
letter-attempts =
    { $count ->
        [one] 1 intento
       *[other] { $count } intentos
    }
standing-uses =
    { $count ->
        [one] usada 1 vez
       *[other] usada { $count } veces
    }
chart-all =
    { $count ->
        [one] 1 evento
       *[other] { $count } eventos
    }
chart-failures =
    { $count ->
        [one] 1 fallo
       *[other] { $count } fallos
    }

### Home

home-waiting = Te espera
home-nothing-waits = Nada te espera. Las solicitudes aparecen aquí por sí solas.
home-others-wait =
    { $count ->
        [one] 1 solicitud espera a otras personas
       *[other] { $count } solicitudes esperan a otras personas
    }
home-running = En marcha
home-nothing-runs = Ahora no hay nada en marcha.
home-ended = Terminados hace poco
home-all-jobs = Todos los trabajos

### A job

fact-project = Proyecto
fact-session = Sesión
fact-id = Id
fact-cost = Coste
fact-requests = Llamadas
fact-duration = Duración
fact-updated = Última señal
fact-links = Enlaces
job-settled =
    { $count ->
        [one] 1 decidida
       *[other] { $count } decididas
    }
log = Registro
log-following = en directo
log-paused = en pausa
log-ended = terminado
log-pause = Pausar
log-follow = Seguir
log-none = Aún no hay registro.
timeline = Cronología
timeline-more =
    { $count ->
        [one] 1 paso más
       *[other] { $count } pasos más
    }

### Requests

approvals-others = Espera a otras personas
approvals-settled = Decididas hace poco
approvals-none = Ninguna.
approve = Aprobar
deny = Rechazar
cancel = Cancelar
approve-standing = Aprobar las similares durante { $time } ({ $within })
within-session = esta sesión
within-job = este trabajo
within-project = este proyecto
reason-required = ¿Por qué? (obligatorio)
reason-optional = ¿Por qué? (opcional)
reason-unsent = Se decidió mientras escribías esto, así que no se envió:
ask-open = Mostrar los { $count } caracteres
decide-read-first = Ábrelo entero para aprobar.
decide-not-yours = Esto lo deciden otras personas.
decide-own = Tú lo pediste, así que lo aprueba otra persona.
you-voted-approve = Tú aprobaste. Faltan votos.
you-voted-deny = Tú rechazaste. Faltan votos.
voted-approve = aprobó:
voted-deny = rechazó:
votes-of = { $count } de { $required } votos
by = por
asked-by = lo pide
approval-changed = La solicitud cambió. Los votos anteriores ya no cuentan.
on-timeout-expire = caduca
on-timeout-deny = se rechaza
on-timeout-approve = se aprueba
reception-awaited = Guardado. Esperando al trabajo.
reception-picked-up = Recibido por el trabajo.
reception-unheard = El trabajo no reacciona desde hace 1 min. Envié la decisión otra vez; comprueba que sigue en marcha.
via-telegram = Telegram
via-web = web
via-cli = línea de comandos
via-timeout = tiempo agotado
via-policy = norma
via-standing = aprobación permanente
audit = Qué pasó
audit-asked = Solicitada
audit-asked-again = Solicitada de nuevo
audit-asked-by-another = Solicitada por otra persona con el mismo id
audit-reminded = Recordatorio enviado
audit-picked-up = Recibido por el trabajo
audit-unheard = El trabajo no reacciona
audit-standing-given = Aprobación permanente dada
audit-standing-ended = Aprobación permanente terminada
audit-shown-elsewhere = Mostrada en otro chat
audit-changed = Modificada
audit-vote-approve = Aprobó
audit-vote-deny = Rechazó
audit-approved = Decidida: aprobada
audit-denied = Decidida: rechazada
audit-expired = Caducada
audit-canceled = Retirada
audit-refused = Denegado
audit-comment = Comentario
audit-vote-dropped = El voto ya no cuenta
audit-escalated = Preguntado en más chats

### Problems with a decision

problem-already-decided = Esto ya se decidió. Esto es lo que vale.
problem-request-changed = La solicitud ha cambiado. Mírala de nuevo.
problem-not-approver = No puedes decidir esto.
problem-self-approval = Lo pediste tú, así que debe aprobarlo otra persona.
problem-reason-needed = Hace falta un motivo.
problem-no-standing-approval = Esto solo se aprueba por separado.
problem-origin-refused = Desde aquí esta página no puede hacerlo. Ábrela en su propia dirección.
