# The dashboard in Spanish. Headings of events come from the other files of this language.

### Around every page

skip = Ir al contenido
navigation = Páginas
language = Idioma
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
jobs-none = Aquí no hay trabajos.
job-progress-of = Progreso de { $title }
job-cost-of = { $cost } de { $budget }

### Problems, by their code

problem-unknown = Algo salió mal. Inténtalo otra vez.
problem-unreachable = No puedo conectar con jobwire. Sigo intentándolo.
problem-unavailable = Redis no responde. Lo que ves puede ser antiguo.
problem-not-found = Aquí no hay nada para ti, o ya no se conserva.
problem-unauthenticated = No conozco este token.
problem-too-many-guesses = Demasiados tokens incorrectos. Espera un minuto.
problem-scope-missing = Tu token no permite eso.
