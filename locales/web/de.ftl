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

### Looking back and looking after

page-search = Suche
page-charts = Zahlen
page-letters = Aufgegebenes
page-people = Personen
page-tokens = Tokens
page-standing = Dauerfreigaben

more = Mehr zeigen
refresh = Neu laden
keep = Behalten
copy = Kopieren
copied = Kopiert
copy-link = Link kopieren
all-projects = alle Projekte
no-project = kein Projekt
filter-types = Arten
filter-session = Sitzung
filter-job = Job
filter-since = Von
filter-until = Bis
filter-range = Zeitraum
filters-clear = Filter leeren
search-none = Nichts passt zu diesen Filtern.
event-unnamed = 📋 Ereignis

letters-about = Nachrichten und Ereignisse, mit denen ich nichts anfangen konnte. Versuche es erneut, wenn die Ursache behoben ist.
letters-none = Nichts aufgegeben. Alles wurde verarbeitet.
letter-stage = Wo
stage-decoding = beim Lesen
stage-routing = beim Verteilen
stage-following = beim Schreiben von Dateien
stage-delivering = beim Senden
letter-raw = Nachricht
letter-raw-cut = Nachricht (Anfang)
letter-retry = Erneut versuchen
letter-retried = Hat geklappt. Es ist nicht mehr aufgegeben.
letter-drop = Verwerfen
letter-drop-question = Endgültig verwerfen?
letter-dropped = Verworfen.

people-about = Rollen vergibst und entziehst Du im Chat: /invite, /grant, /revoke.
people-none = Noch hat niemand eine Rolle.
person-since = seit
role-viewer = liest mit
role-approver = gibt frei
role-admin = Admin

token-new = Neues Token
token-name = Name
token-projects = Projekte, mit Komma getrennt
token-user = Person (Id)
token-scopes = Was es darf
scope-read = sehen
scope-decide = freigeben und ablehnen
scope-publish = Ereignisse senden, fragen
scope-metrics = Metriken lesen
scope-admin = alles
token-create = Token anlegen
token-once = Es wird nur dieses eine Mal gezeigt. Bewahre es auf wie ein Passwort.
token-saved = Habe ich
tokens-given = Vergebene Tokens
tokens-none = Noch keine Tokens.
token-holder = von
token-revoke = Widerrufen
token-revoke-question = Wer es benutzt, ist sofort draußen.
token-revoked = Widerrufen.

standing-about = Solche Anfragen werden ohne Nachfrage freigegeben.
standing-none = Keine in Kraft.
standing-ends = endet
standing-end = Beenden
standing-end-question = Ab jetzt wieder fragen?
standing-ended = Beendet. Ich frage ab jetzt wieder.

range-hour = letzte Stunde
range-day = letzter Tag
range-week = letzte 7 Tage
range-month = letzte 30 Tage
chart-events = Ereignisse und Fehlschläge
chart-events-none = In dieser Zeit ist nichts passiert.
chart-events-heading = Ereignisse
chart-failures-heading = Fehlschläge
chart-from = Ab
chart-table = Als Tabelle
chart-truncated = Gezählt sind nur die neuesten Ereignisse, seit
chart-cost = Kosten nach Projekt
chart-cost-about = Der Jobs, die sich in dieser Zeit geändert haben; je Job die Kosten insgesamt.
chart-cost-none = Kein Job hat in dieser Zeit Kosten gemeldet.
chart-jobs = Jobs
chart-usd = Kosten
chart-decisions = Zeit bis zur Entscheidung
chart-decisions-none = In dieser Zeit hat niemand etwas entschieden.
chart-count = Entscheidungen
chart-median = Die Hälfte in
chart-p90 = Neun von zehn in

problem-dead-letter-outdated = Es bleibt aufgegeben: Chat oder Datei nehmen es nicht mehr an.
problem-dead-letter-unusable = Es bleibt aufgegeben: Mit dem Inhalt kann ich weiterhin nichts anfangen.
problem-input-invalid = Etwas im Formular stimmt nicht.
letter-attempts =
    { $count ->
        [one] 1 Versuch
       *[other] { $count } Versuche
    }
standing-uses =
    { $count ->
        [one] 1-mal benutzt
       *[other] { $count }-mal benutzt
    }
chart-all =
    { $count ->
        [one] 1 Ereignis
       *[other] { $count } Ereignisse
    }
chart-failures =
    { $count ->
        [one] 1 Fehlschlag
       *[other] { $count } Fehlschläge
    }
