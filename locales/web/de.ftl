# The dashboard in German. Headings of events come from the other files of this language.

### Around every page

skip = Zum Inhalt
navigation = Seiten
language = Sprache
signed-in-as = Angemeldet als
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
state-failed = Fehlgeschlagen
state-canceled = Abgebrochen
state-pending = Offen
state-approved = Freigegeben
state-denied = Abgelehnt
state-expired = Abgelaufen

### Lists

filter-state = Zustand
filter-any = alle
filter-project = Projekt
jobs-none = Hier sind keine Jobs. Ein Job erscheint mit seinem ersten Ereignis.
job-progress-of = Fortschritt von { $title }
job-cost-of = { $cost } von { $budget }

### Problems, by their code

problem-unknown = Etwas ging schief. Versuch es noch einmal.
problem-unreachable = jobwire ist nicht erreichbar. Ich versuche es weiter.
problem-unavailable = Redis ist weg. Was Du siehst, kann alt sein.
problem-not-found = Hier ist nichts für Dich, oder es wird nicht mehr aufbewahrt.
problem-unauthenticated = Diesen Token kenne ich nicht.
problem-too-many-guesses = Zu viele falsche Token. Warte eine Minute.
problem-no-role = Du hast noch keine Rolle. Frag einen Admin.
problem-sign-in-expired = Diese Anmeldung ist zu alt. Öffne die Seite noch einmal aus Telegram.
problem-sign-in-repeated = Diese Anmeldung wurde schon benutzt. Melde Dich noch einmal mit Telegram an.
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
search-empty = Noch keine Ereignisse.
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
person-named-in = genannt in
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
standing-none = Keine in Kraft. Wo die Regeln es erlauben, bietet eine Anfrage an, ähnliche gleich mit freizugeben.
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

### Home

home-waiting = Wartet auf Dich
home-nothing-waits = Nichts wartet auf Dich. Anfragen erscheinen hier von selbst.
home-others-wait =
    { $count ->
        [one] 1 Anfrage wartet auf andere
       *[other] { $count } Anfragen warten auf andere
    }
home-running = Läuft gerade
home-nothing-runs = Gerade läuft nichts.
home-ended = Zuletzt beendet
home-all-jobs = Alle Jobs

### A job

fact-project = Projekt
fact-session = Sitzung
fact-id = Id
fact-cost = Kosten
fact-requests = Aufrufe
fact-duration = Dauer
fact-updated = Letztes Zeichen
fact-links = Links
job-settled =
    { $count ->
        [one] 1 entschieden
       *[other] { $count } entschieden
    }
log = Log
log-following = läuft mit
log-paused = angehalten
log-ended = beendet
log-pause = Anhalten
log-follow = Mitlaufen
log-none = Noch kein Log.
timeline = Verlauf
timeline-more =
    { $count ->
        [one] 1 weiterer Schritt
       *[other] { $count } weitere Schritte
    }

### Requests

approvals-others = Wartet auf andere
approvals-settled = Zuletzt entschieden
approvals-none = Keine.
approve = Freigeben
deny = Ablehnen
cancel = Abbrechen
approve-standing = Solche { $time } lang freigeben ({ $within })
within-session = diese Sitzung
within-job = dieser Job
within-project = dieses Projekt
reason-required = Warum? (nötig)
reason-optional = Warum? (freiwillig)
reason-unsent = Während Du das geschrieben hast, wurde schon entschieden. Es wurde nicht gesendet:
ask-open = Alle { $count } Zeichen zeigen
decide-read-first = Öffne alles, um freizugeben.
decide-not-yours = Darüber entscheiden andere.
decide-own = Du hast das angefragt, also gibt es jemand anderes frei.
you-voted-approve = Du hast zugestimmt. Es fehlen noch Stimmen.
you-voted-deny = Du hast abgelehnt. Es fehlen noch Stimmen.
voted-approve = zugestimmt:
voted-deny = abgelehnt:
votes-of = { $count } von { $required } Stimmen
by = von
asked-by = gefragt von
approval-changed = Die Anfrage wurde geändert. Stimmen davor zählen nicht mehr.
on-timeout-expire = läuft ab
on-timeout-deny = wird abgelehnt
on-timeout-approve = wird freigegeben
reception-awaited = Gespeichert. Warte auf den Job.
reception-picked-up = Beim Job angekommen.
reception-unheard = Seit 1 min keine Reaktion vom Job. Ich habe die Entscheidung noch einmal geschickt; sieh nach, ob er noch läuft.
via-telegram = Telegram
via-web = Web
via-cli = Kommandozeile
via-timeout = Zeitablauf
via-policy = Regel
via-standing = Dauerfreigabe
audit = Was geschah
audit-asked = Gefragt
audit-asked-again = Noch einmal gefragt
audit-asked-by-another = Von jemand anderem unter derselben Id gefragt
audit-reminded = Erinnert
audit-picked-up = Beim Job angekommen
audit-unheard = Keine Reaktion vom Job
audit-standing-given = Dauerfreigabe erteilt
audit-standing-ended = Dauerfreigabe beendet
audit-shown-elsewhere = In einem anderen Chat gezeigt
audit-changed = Geändert
audit-vote-approve = Zugestimmt
audit-vote-deny = Abgelehnt
audit-approved = Entschieden: freigegeben
audit-denied = Entschieden: abgelehnt
audit-expired = Abgelaufen
audit-canceled = Zurückgezogen
audit-refused = Zurückgewiesen
audit-comment = Kommentar
audit-vote-dropped = Stimme zählt nicht mehr
audit-escalated = In weiteren Chats gefragt

### Problems with a decision

problem-already-decided = Das wurde schon entschieden. Hier steht, wie.
problem-request-changed = Die Anfrage hat sich geändert. Sieh sie Dir noch einmal an.
problem-not-approver = Darüber darfst Du nicht entscheiden.
problem-self-approval = Du hast das selbst angefragt, also muss es jemand anderes freigeben.
problem-reason-needed = Dafür braucht es einen Grund.
problem-no-standing-approval = Das geht nur einzeln.
problem-origin-refused = Von hier aus darf diese Seite das nicht. Öffne sie unter ihrer eigenen Adresse.
