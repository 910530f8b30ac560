/** The one style sheet of the pages: system fonts, both colour schemes, no outside resource. */
export const styles = `
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --card: #fff; --line: #d5d9e0; --control: #8a919e; --text: #14171c; --soft: #545b67;
  --accent: #4a45d1; --on-accent: #fff; --bad: #b42318; --bad-back: #fef3f2;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0e1014; --card: #16191f; --line: #2b303a; --control: #727a88; --text: #eceef2; --soft: #a3aab8;
    --accent: #a5a2ff; --on-accent: #14122e; --bad: #ff9b8f; --bad-back: #2c1715;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px 16px; background: var(--page);
  color: var(--text); font: 15px/22px Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
}
.column { width: 100%; max-width: 400px; }
.area-logo { display: block; max-width: 200px; max-height: 64px; margin: 0 auto 24px; object-fit: contain; }
.area-footer { margin: 16px 0 0; text-align: center; font-size: 13px; color: var(--soft); }
.card {
  width: 100%; padding: 32px; background: var(--card); border: 1px solid var(--line);
  border-radius: 8px; overflow-wrap: anywhere;
}
h1 { margin: 0 0 4px; font-size: 20px; line-height: 28px; font-weight: 600; letter-spacing: -0.01em; }
p { margin: 0 0 12px; }
.intro, .host, .description, .account, footer { color: var(--soft); }
.intro { margin-bottom: 16px; }
.client {
  display: flex; gap: 12px; align-items: center; padding: 12px; margin: 12px 0 20px; border: 1px solid var(--line);
  border-radius: 6px;
}
.client img { border-radius: 6px; object-fit: contain; flex: none; }
.client p { margin: 0; }
.context { white-space: pre-line; }
.name { font-weight: 600; }
.host, code { font: 13px/20px ui-monospace, SFMono-Regular, "JetBrains Mono", Menlo, Consolas, monospace; }
label { display: block; margin: 0 0 4px; font-weight: 500; font-size: 14px; }
input:not([type=hidden]) {
  width: 100%; height: 40px; margin: 0 0 16px; padding: 0 12px; font: inherit; color: inherit;
  background: var(--card); border: 1px solid var(--control); border-radius: 6px;
}
button {
  width: 100%; min-height: 40px; padding: 0 16px; font: inherit; font-weight: 600; cursor: pointer; color: var(--text);
  background: var(--card); border: 1px solid var(--control); border-radius: 6px;
}
button.primary { color: var(--on-accent); background: var(--accent); border-color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.answers { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; margin: 20px 0 16px; }
.scopes { margin: 0 0 12px; padding-left: 20px; }
.scopes li { margin-bottom: 4px; }
.scopes:has(input) { padding: 0; list-style: none; }
.scopes label { display: flex; gap: 8px; align-items: baseline; font-weight: 400; }
.scopes input[type=checkbox] { width: auto; height: auto; margin: 0; flex: none; }
.detail { padding: 12px; margin: 0 0 12px; border: 1px solid var(--line); border-radius: 6px; }
.detail h2 { margin: 0 0 8px; font-size: 15px; line-height: 20px; }
.detail dl { margin: 0; font-size: 14px; line-height: 20px; }
.detail dl div { display: flex; flex-wrap: wrap; gap: 0 8px; margin-top: 4px; }
.detail dt { color: var(--soft); }
.detail dd { margin: 0; font-weight: 500; overflow-wrap: anywhere; white-space: pre-line; }
.account { font-size: 13px; line-height: 20px; }
.fault, #error {
  padding: 12px; margin: 0 0 16px; color: var(--bad); background: var(--bad-back); border: 1px solid currentcolor;
  border-radius: 6px;
}
#error { margin-top: 16px; }
#error p { margin: 0; color: var(--text); }
#error p + p { margin-top: 4px; }
#error code { color: var(--bad); }
.receipt code { font-size: 18px; letter-spacing: 0.04em; }
footer ul { display: flex; flex-wrap: wrap; gap: 4px 16px; padding: 0; margin: 16px 0 0; list-style: none; font-size: 13px; }
footer ul:not(:has(li)) { display: none; }
a { color: var(--accent); }
.applications { display: grid; gap: 8px; margin: 0; padding: 0; list-style: none; }
.applications a { display: block; color: inherit; text-decoration: none; border-radius: 6px; }
.applications .client { margin: 0; }
.applications a:hover .client { border-color: var(--accent); }
.notice { border: 0; font-size: 13px; color: var(--soft); }
.pages { display: flex; gap: 16px; margin-top: 16px; font-size: 14px; }
.accounts { display: grid; gap: 12px; margin: 0; padding: 0; list-style: none; }
.accounts button { overflow-wrap: anywhere; text-align: start; }
.back { margin: 16px 0 0; }
.providers { display: grid; gap: 12px; margin: 16px 0 0; padding: 0; list-style: none; }
.provider {
  display: grid; place-items: center; min-height: 40px; padding: 0 16px; font-weight: 600; text-decoration: none;
  color: var(--text); border: 1px solid var(--control); border-radius: 6px;
}
`;
