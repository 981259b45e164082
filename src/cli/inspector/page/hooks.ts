import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { maxDeliveries, type Settings, type Summary } from "../wire.js";
import { addressOf, getJson } from "./server.js";

/** What the page knows without asking. */
export interface Feed {
  readonly settings: Settings | undefined;
  /** The newest first. */
  readonly deliveries: readonly Summary[];
  readonly isLive: boolean;
}

/** Follows the server-sent events. The browser reconnects by itself and names the last id it has. */
export function useFeed(): Feed {
  const [feed, setFeed] = useState<Feed>({ settings: undefined, deliveries: [], isLive: false });
  useEffect(() => {
    const source = new EventSource(addressOf("/feed"));
    let waiting: Summary[] = [];
    // Bursts are drawn once a frame.
    const flush = (): void => {
      const added = waiting.reverse();
      waiting = [];
      setFeed((old) => ({ ...old, deliveries: [...added, ...old.deliveries].slice(0, maxDeliveries) }));
    };
    source.addEventListener("deliveries", ({ data }) => {
      if (waiting.length === 0) requestAnimationFrame(flush);
      waiting.push(...JSON.parse(data));
    });
    // Comes to a new page, and to one whose ids are those of an earlier inspector.
    source.addEventListener("settings", ({ data }) => {
      setFeed({ settings: JSON.parse(data), deliveries: [], isLive: true });
    });
    source.addEventListener("again", () => setFeed((old) => ({ ...old, isLive: true })));
    source.addEventListener("error", () => setFeed((old) => ({ ...old, isLive: false })));
    return () => source.close();
  }, []);
  return feed;
}

/** JSON from our server; `undefined` while it loads and where no path is given, `null` where there is nothing. */
export function useJson<Value>(path: string | undefined, body?: string): Value | null | undefined {
  const [loaded, setLoaded] = useState<{ readonly path: string; readonly value: Value | null }>();
  useEffect(() => {
    if (path === undefined) return;
    let isCurrent = true;
    const keep = (value: Value | null): void => {
      if (isCurrent) setLoaded({ path, value });
    };
    getJson<Value | null>(path, body).then(keep, () => keep(null));
    return () => {
      isCurrent = false;
    };
  }, [path, body]);
  return path !== undefined && loaded?.path === path ? loaded.value : undefined;
}

/** The part of many rows of one height that is in view. */
export interface Rows {
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly onScroll: () => void;
  readonly first: number;
  /** One after the last. */
  readonly end: number;
}

/** Draws as many rows as there is room for, and some beyond the edges. Brings `chosen` into view when it changes. */
export function useRows(count: number, height: number, chosen: number): Rows {
  const ref = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, size: 800 });
  const onScroll = (): void => {
    if (ref.current) setView({ top: ref.current.scrollTop, size: ref.current.clientHeight });
  };
  useLayoutEffect(() => {
    const observer = new ResizeObserver(onScroll);
    if (ref.current) observer.observe(ref.current);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    const box = ref.current;
    if (!box || chosen < 0) return;
    box.scrollTop = Math.max(
      Math.min(box.scrollTop, chosen * height),
      (chosen + 1) * height - box.clientHeight,
    );
  }, [chosen]);
  const first = Math.max(0, Math.floor(view.top / height) - 8);
  return { ref, onScroll, first, end: Math.min(count, Math.ceil((view.top + view.size) / height) + 8) };
}

/** Keys for the whole page, but not while something is typed, in a dialog, or with Ctrl, Alt or Meta. */
export function useKeys(actions: Readonly<Record<string, () => void>>): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const { target, key, ctrlKey, altKey, metaKey } = event;
      const isBusy = target instanceof Element && target.closest("input, textarea, select, dialog");
      const action = Object.hasOwn(latest.current, key) ? latest.current[key] : undefined;
      if (action === undefined || isBusy || ctrlKey || altKey || metaKey) return;
      event.preventDefault();
      action();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}
