import { FieldFinder } from "../../data/field-finder.js";
import {
  type Detail,
  type EventData,
  maxDeliveries,
  type Report,
  type Settings,
  type Summary,
} from "../wire.js";
import { addressOf, getJson, getText } from "./calls.js";
import { parse } from "./edit.js";
import { prettyJson } from "./text.js";

/** What the list is limited to; empty strings limit nothing. */
export type Filter = Readonly<Record<"text" | "group" | "event" | "status", string>>;

/** An event of the catalogue. */
interface Known {
  readonly fields: FieldFinder;
  /** As JSON. */
  readonly sample: string;
}

/** All that the page shows. */
export interface State {
  /** `undefined` until the first answer. */
  readonly settings?: Settings;
  /** The newest first. */
  readonly deliveries: readonly Summary[];
  readonly isLive: boolean;
  readonly filter: Filter;
  /** The deliveries whose body holds the text of the filter. */
  readonly found: ReadonlySet<number>;
  readonly selected?: number | undefined;
  /** The delivery that is selected; `undefined` while it loads, `null` for one that is no longer kept. */
  readonly detail?: Detail | null | undefined;
  /** Where deliveries are sent to. */
  readonly target: string;
  /** The sentence that the last action resulted in. */
  readonly said: string;
  /** The text in the dialog, which is open while there is one, and how it compares with its type. */
  readonly edited?: string | undefined;
  readonly report: Report;
  /** What is known of events by name, as far as it was asked for; `null` for an event without a type. */
  readonly events: ReadonlyMap<string, Known | null>;
}

const unread: Report = { fit: "not read", problem: "", issues: [], unknownFields: [] };

export let state: State = {
  deliveries: [],
  isLive: false,
  filter: { text: "", group: "", event: "", status: "" },
  found: new Set(),
  target: "",
  said: "",
  report: unread,
  events: new Map(),
};

let frame = 0;
let draw = (): void => {};

/** Changes what the page shows. Bursts of changes are drawn once a frame. */
export function update(change: Partial<State>): void {
  state = { ...state, ...change };
  cancelAnimationFrame(frame);
  frame = requestAnimationFrame(draw);
}

/** Follows the server-sent events; the browser reconnects by itself and names the last id it has. */
export function follow(onChange: () => void): void {
  draw = onChange;
  const source = new EventSource(addressOf("/feed"));
  source.addEventListener("deliveries", ({ data }) => {
    const added: Summary[] = JSON.parse(data).reverse();
    update({ deliveries: [...added, ...state.deliveries].slice(0, maxDeliveries), isLive: true });
    void search();
  });
  // Comes to a new page, and to one whose ids are those of an earlier inspector.
  source.addEventListener("settings", ({ data }) => {
    const settings: Settings = JSON.parse(data);
    update({ settings, target: state.target || settings.target, deliveries: [] });
  });
  source.addEventListener("error", () => update({ isLive: false }));
}

/** Text is looked for in the rows here, and in the bodies by the server. */
async function search(): Promise<void> {
  const { text } = state.filter;
  if (text === "") return;
  const ids = await getJson<number[]>(`/search?text=${encodeURIComponent(text)}`);
  if (state.filter.text === text) update({ found: new Set(ids) });
}

export function setFilter(change: Partial<Filter>): void {
  update({ filter: { ...state.filter, ...change }, found: new Set() });
  void search();
}

/** What the filter lets through. */
export function shown(): readonly Summary[] {
  const { filter, found, deliveries, settings } = state;
  const text = filter.text.trim().toLowerCase();
  const group = new Set(
    settings?.events.flatMap((event) => (event.group === filter.group ? event.name : [])),
  );
  return deliveries.filter(
    ({ id, name, status, code, organization }) =>
      (filter.event === "" || name === filter.event) &&
      (filter.group === "" || group.has(name)) &&
      (filter.status === "" || String(status) === filter.status) &&
      (found.has(id) || `${name} ${status} ${code} ${organization}`.toLowerCase().includes(text)),
  );
}

export async function select(selected: number | undefined): Promise<void> {
  update({ selected, detail: undefined });
  if (selected === undefined) return;
  const detail = await getJson<Detail>(`/delivery?id=${selected}`);
  if (detail !== null) await load(detail.name);
  if (state.selected === selected) update({ detail });
}

/** Selects the delivery that is so many rows below. */
export function move(by: number): void {
  const rows = shown();
  const at = rows.findIndex(({ id }) => id === state.selected);
  void select(rows[at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + by))]?.id);
}

/** Has the type of an event, and a sample, from the catalogue. */
async function load(name: string): Promise<Known | null> {
  const known = state.events.get(name);
  if (known !== undefined) return known;
  const event = await getJson<EventData>(`/event?name=${encodeURIComponent(name)}`);
  const found = event && { fields: new FieldFinder(event.fields), sample: JSON.stringify(event.sample) };
  update({ events: new Map([...state.events, [name, found]]) });
  return found;
}

export function nameOf(body: unknown): string {
  return body instanceof Object && "event_name" in body ? String(body.event_name) : "";
}

/** Puts a text into the dialog, which opens, and tells how it compares with its type. */
export async function edit(edited: string): Promise<void> {
  update({ edited });
  const [report] = await Promise.all([getJson<Report>("/check", edited), load(nameOf(parse(edited)))]);
  if (state.edited === edited) update({ report: report ?? unread });
}

export function editSelected(): void {
  if (typeof state.detail?.body === "string") void edit(prettyJson(state.detail.body));
}

export async function editSample(name: string): Promise<void> {
  await edit(prettyJson((await load(name))?.sample ?? "{}"));
}

/** Runs an action, and shows the sentence that it results in. */
export async function tell(action: Promise<string>): Promise<void> {
  update({ said: await action.catch((thrown: unknown) => String(thrown).replace("Error: ", "")) });
}

/** Sends a body, or that of the selected delivery again, and in both cases for its organization. */
export function send(body?: string, target = state.target): Promise<void> {
  return tell(getText("/send", JSON.stringify({ target, body, replayOf: state.selected })));
}

export async function sendSample(): Promise<void> {
  await send((await load("task_added"))?.sample, state.settings?.listenUrl);
}

export function replay(): void {
  if (typeof state.detail?.body === "string") void send();
}

export function copy(kind: string): Promise<void> {
  const text = getText(`/copy?id=${state.selected}&kind=${kind}`);
  return tell(text.then((copied) => navigator.clipboard.writeText(copied)).then(() => `Copied as ${kind}`));
}

export function importFile(file: Blob | undefined): void {
  if (file !== undefined) void tell(file.text().then((text) => getText("/import", text)));
}
