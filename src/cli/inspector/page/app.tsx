import { render } from "preact";
import { addressOf } from "./calls.js";
import { Button, Select } from "./controls.js";
import { DetailView } from "./detail.js";
import { Empty } from "./empty.js";
import { List } from "./list.js";
import { SendDialog } from "./send-dialog.js";
import * as page from "./state.js";
import { state } from "./state.js";
import css from "./style.css";
import { clean } from "./text.js";

const keys = "Choose a delivery. Keys: ↑ ↓ choose, r replays, e edits and sends, / filters, Esc closes.";
const gone = "It is no longer kept: the inspector holds the newest deliveries only.";

/** The whole page. */
function App() {
  const { settings, deliveries, selected, detail, edited } = state;
  if (settings === undefined) return <main>Connecting to listen</main>;
  const rows = page.shown();
  return (
    <main class={selected === undefined ? "" : "has-detail"}>
      <Toolbar />
      <div class="left">
        <FilterBar />
        {deliveries.length === 0 && <Empty settings={settings} />}
        {deliveries.length > 0 && <p role="status">{`${rows.length} of ${deliveries.length} deliveries`}</p>}
        {deliveries.length > 0 && <List rows={rows} />}
      </div>
      {detail && <DetailView detail={detail} />}
      {!detail && <p class="detail quiet">{detail === null ? gone : keys}</p>}
      {edited !== undefined && <SendDialog text={edited} />}
    </main>
  );
}

function Toolbar() {
  const { isLive, target, said } = state;
  return (
    <header class="bar">
      <h1>CMP deliveries</h1>
      <span class={isLive ? "good" : "bad"}>{isLive ? "live" : "disconnected"}</span>
      <label>
        Send to{" "}
        <input
          type="url"
          value={target}
          onInput={(event) => page.update({ target: event.currentTarget.value })}
        />
      </label>
      <Button onClick={() => page.editSample("task_added")}>New</Button>
      <a class="button" href={addressOf("/export")} download="deliveries.ndjson">
        Export
      </a>
      <label class="button">
        Import
        <input type="file" onChange={({ currentTarget }) => page.importFile(currentTarget.files?.[0])} />
      </label>
      <span role="status">{clean(said)}</span>
    </header>
  );
}

function FilterBar() {
  const { filter, settings, deliveries } = state;
  const events = settings?.events ?? [];
  const inGroup = events.filter(({ group }) => filter.group === "" || group === filter.group);
  const choices = [
    ["Group", "group", new Set(events.map(({ group }) => group))],
    ["Event", "event", inGroup.map(({ name }) => name)],
    ["Status", "status", new Set(deliveries.map(({ status }) => String(status)).sort())],
  ] as const;
  return (
    <search class="bar">
      <input
        type="search"
        aria-label="Filter by text"
        placeholder="Filter by name, id, text ( / )"
        value={filter.text}
        onInput={({ currentTarget }) => page.setFilter({ text: currentTarget.value })}
      />
      {choices.map(([label, key, values]) => (
        <Select
          key={key}
          label={label}
          none={`${label}: all`}
          value={filter[key]}
          values={values}
          onChange={(value) => page.setFilter({ ...(key === "group" && { event: "" }), [key]: value })}
        />
      ))}
    </search>
  );
}

const actions: ReadonlyMap<string, () => unknown> = new Map([
  ["ArrowDown", () => page.move(1)],
  ["ArrowUp", () => page.move(-1)],
  ["Escape", () => page.select(undefined)],
  ["r", page.replay],
  ["e", page.editSelected],
  ["/", () => document.querySelector<HTMLInputElement>("[type=search]")?.focus()],
]);

/** Keys are for the whole page, but not while something is typed, in a dialog, or with Ctrl, Alt or Meta. */
document.addEventListener("keydown", (event) => {
  const isBusy = event.target instanceof Element && event.target.closest("input, textarea, select, dialog");
  const action = actions.get(event.key);
  if (action === undefined || isBusy || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  action();
});

// A style sheet that is made by the script needs no permission for inline styles.
const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
document.adoptedStyleSheets = [sheet];
page.follow(() => render(<App />, document.body));
