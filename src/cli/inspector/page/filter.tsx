import type { RefObject } from "preact";
import type { EventFacts, Summary } from "../wire.js";
import { Select } from "./controls.js";
import { useJson } from "./hooks.js";

/** What the list is limited to; empty strings limit nothing. */
export type Filter = Readonly<Record<"text" | "group" | "event" | "status", string>>;

/** What the filter lets through. Text is looked for in the rows here, and in the bodies by the server. */
export function useFiltered(deliveries: readonly Summary[], events: readonly EventFacts[], filter: Filter) {
  const text = filter.text.trim().toLowerCase();
  const query = `/search?text=${encodeURIComponent(text)}&newest=${deliveries[0]?.id}`;
  const found = new Set(useJson<readonly number[]>(text === "" ? undefined : query));
  const group = new Set(events.flatMap((event) => (event.group === filter.group ? event.name : [])));
  return deliveries.filter(
    ({ id, name, status, code, organization }) =>
      (filter.event === "" || name === filter.event) &&
      (filter.group === "" || group.has(name)) &&
      (filter.status === "" || String(status) === filter.status) &&
      (found.has(id) || `${name} ${status} ${code} ${organization}`.toLowerCase().includes(text)),
  );
}

interface Props {
  readonly filter: Filter;
  readonly events: readonly EventFacts[];
  readonly deliveries: readonly Summary[];
  readonly search: RefObject<HTMLInputElement | null>;
  onChange(filter: Filter): void;
}

/** The fields of the filter. */
export function FilterBar({ filter, events, deliveries, search, onChange }: Props) {
  const inGroup = events.filter(({ group }) => filter.group === "" || group === filter.group);
  const choices = [
    ["Group", "group", new Set(events.map(({ group }) => group))],
    ["Event", "event", inGroup.map(({ name }) => name)],
    ["Status", "status", new Set(deliveries.map(({ status }) => String(status)).sort())],
  ] as const;
  const change = (key: keyof Filter, value: string): void =>
    onChange({ ...filter, ...(key === "group" && { event: "" }), [key]: value });
  return (
    <search class="bar">
      <input
        ref={search}
        type="search"
        aria-label="Filter by text"
        placeholder="Filter by name, id, text ( / )"
        value={filter.text}
        onInput={({ currentTarget }) => change("text", currentTarget.value)}
      />
      {choices.map(([label, key, values]) => (
        <Select
          key={key}
          label={label}
          none={`${label}: all`}
          value={filter[key]}
          values={values}
          onChange={(value) => change(key, value)}
        />
      ))}
    </search>
  );
}
