// The style of the page of the documents: light and dark, readable at the width of a phone.
export const PAGE_STYLE = `
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --link: #0a58ca; }
@media (prefers-color-scheme: dark) { :root { --link: #8ab4f8; } }
* { box-sizing: border-box; }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem; overflow-wrap: anywhere; }
a { color: var(--link); }
h2 { margin-top: 3rem; border-bottom: 1px solid var(--line); }
h3 { margin: 2rem 0 .25rem; font-size: 1.1rem; }
h4 { margin: 1rem 0 .25rem; }
code, pre { font: .9em/1.45 ui-monospace, monospace; }
pre { background: var(--soft); padding: .75rem; border-radius: .5rem; white-space: pre-wrap; margin: .5rem 0; }
dl { margin: .25rem 0; }
dt { margin-top: .5rem; }
dd { margin: 0 0 0 1rem; }
nav ul { padding-left: 1.25rem; }
nav li { margin: .35rem 0; }
article { scroll-margin-top: 1rem; }
.note { opacity: .75; }
`;
