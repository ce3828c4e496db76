# The dashboard in German. Headings of events come from the other files of this language.

### Around every page

skip = Zum Inhalt
navigation = Seiten
language = Sprache
sign-out = Abmelden
loading = Lädt …

live-connecting = Verbindet
live-live = Live
live-reconnecting = Verbindet neu
live-polling = Fragt nach
live-last = letztes Ereignis { $ago }

### Titles of pages

page-home = Übersicht
page-jobs = Jobs
page-job = Job
page-approvals = Freigaben
page-approval = Anfrage
page-not-found = Diese Seite gibt es nicht

### Signing in

sign-in-title = Anmelden
sign-in-token = Token
sign-in-hint = Frag einen Admin danach oder leg einen an:
sign-in = Anmelden
sign-in-telegram = Mit Telegram anmelden

### States

state-queued = Wartet auf Start
state-running = Läuft
state-waiting = Wartet
state-completed = Fertig
state-failed = Gescheitert
state-canceled = Abgebrochen
state-pending = Offen
state-approved = Freigegeben
state-denied = Abgelehnt
state-expired = Abgelaufen

### Lists

filter-state = Zustand
filter-any = alle
filter-project = Projekt
jobs-none = Hier sind keine Jobs.
job-progress-of = Fortschritt von { $title }
job-cost-of = { $cost } von { $budget }

### Problems, by their code

problem-unknown = Etwas ging schief. Versuch es noch einmal.
problem-unreachable = jobwire ist nicht erreichbar. Ich versuche es weiter.
problem-unavailable = Redis ist weg. Was Du siehst, kann alt sein.
problem-not-found = Hier ist nichts für Dich, oder es wird nicht mehr aufbewahrt.
problem-unauthenticated = Diesen Token kenne ich nicht.
problem-too-many-guesses = Zu viele falsche Token. Warte eine Minute.
problem-scope-missing = Dein Token erlaubt das nicht.
