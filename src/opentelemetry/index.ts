import {
  type Attributes,
  type Meter,
  metrics,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import { isKnownEvent } from "optimizely-cmp-webhooks";
import type { Middleware } from "../dispatch/handler.js";
import type { AnyEvent } from "../events/index.js";
import type { Announcement, ReceiverEventMap } from "../receiver/announcements.js";
import { describeValue, requireKnownOptions } from "../values.js";

/** The part of a receiver that is measured. */
export interface InstrumentedReceiver {
  /** How many deliveries are in flight. */
  readonly inFlight: number;
  /** Calls `listener` for every response. */
  addEventListener(name: "answered", listener: (announcement: Announcement<"answered">) => unknown): void;
}

/** The part of a router that is traced. */
export interface InstrumentedRouter {
  /** Runs `middleware` around the handlers. */
  use(middleware: Middleware): unknown;
}

/** Options of {@link instrument}. */
export interface InstrumentOptions {
  /** The router of the receiver. */
  readonly router: InstrumentedRouter;
  /** Makes the spans. @default the global tracer provider's, looked up for each span */
  readonly tracer?: Tracer | undefined;
  /** Makes the metrics. @default the global meter provider's, looked up once: start the SDK before */
  readonly meter?: Meter | undefined;
}

const scope = "optimizely-cmp-webhooks";

/** Bounds of the histogram in seconds; the ones that the HTTP conventions advise. */
const bounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/**
 * Makes OpenTelemetry spans and metrics of what a receiver does. Call it once, before other middleware of the router:
 * what is registered later runs inside the span.
 *
 * - A span `process task_added` of the kind CONSUMER around middleware and handlers; its parent is the active span, which
 *   is the host's server span where its instrumentation is on. It ends when the last handler has ended, also after the
 *   deadline. Refused deliveries have no span of ours.
 * - `cmp.webhook.answer.duration`, a histogram in seconds from arrival to answer, by `cmp.event`, `cmp.answer.code` and
 *   `http.response.status_code`. A name that this version does not know counts as `_OTHER`.
 * - `cmp.webhook.in_flight`, the number of deliveries in flight, of all receivers of one meter.
 *
 * Span attributes follow the OpenTelemetry semantic conventions for messaging: `messaging.system`,
 * `messaging.operation.name`, `messaging.operation.type`, `messaging.destination.name` (the name of the event) and
 * `error.type`; `cmp.organization_id` is ours.
 *
 * @throws TypeError when the receiver or an option is not as it must be, or an option does not exist
 * @see https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/
 */
export function instrument(receiver: InstrumentedReceiver, options: InstrumentOptions): void {
  requireMethod("receiver", receiver, "addEventListener");
  requireKnownOptions("instrument", options, ["router", "tracer", "meter"]);
  const { router, tracer, meter = metrics.getMeter(scope) } = options;
  requireMethod("router", router, "use");
  if (tracer !== undefined) requireMethod("tracer", tracer, "startActiveSpan");
  requireMethod("meter", meter, "createHistogram");
  router.use(traceHandlers(tracer));
  const duration = meter.createHistogram("cmp.webhook.answer.duration", {
    description: "Time from the arrival of a delivery to its answer",
    unit: "s",
    advice: { explicitBucketBoundaries: bounds },
  });
  receiver.addEventListener("answered", ({ detail }) => {
    duration.record(detail.durationMs / 1_000, attributesOf(detail));
  });
  countInFlight(meter, receiver);
}

/** The receivers that a meter counts: callbacks of one name would overwrite what the others observe. */
const counted = new WeakMap<Meter, Set<InstrumentedReceiver>>();

function countInFlight(meter: Meter, receiver: InstrumentedReceiver): void {
  const receivers = counted.get(meter) ?? new Set();
  receivers.add(receiver);
  if (counted.has(meter)) return;
  counted.set(meter, receivers);
  meter
    .createObservableUpDownCounter("cmp.webhook.in_flight", {
      description: "Deliveries that are not answered yet, or whose handlers still run",
      unit: "{delivery}",
    })
    .addCallback((result) => result.observe([...receivers].reduce((sum, { inFlight }) => sum + inFlight, 0)));
}

function traceHandlers(tracer: Tracer | undefined): Middleware {
  return (event, { organizationId }, next) => {
    const options = { kind: SpanKind.CONSUMER, attributes: spanAttributes(event, organizationId) };
    const { event_name: name } = event;
    return (tracer ?? trace.getTracer(scope)).startActiveSpan(`process ${name}`, options, async (span) => {
      try {
        return await next();
      } catch (thrown) {
        recordFailure(span, thrown);
        throw thrown;
      } finally {
        span.end();
      }
    });
  };
}

function spanAttributes(event: AnyEvent, organizationId: string | undefined): Attributes {
  return {
    "messaging.system": "optimizely_cmp",
    "messaging.operation.name": "process",
    "messaging.operation.type": "process",
    "messaging.destination.name": event.event_name,
    ...(organizationId === undefined ? {} : { "cmp.organization_id": organizationId }),
  };
}

/** How many errors are recorded. */
const maxExceptions = 8;

/** Records what was thrown, each cause of it, and each error that it joins, as an exception of its own. */
function recordFailure(span: Span, thrown: unknown): void {
  span.setStatus({ code: SpanStatusCode.ERROR });
  try {
    // A set, since a chain of causes may be a circle. It grows while it is read.
    const all = new Set([thrown]);
    for (const error of all) {
      span.recordException(exceptionOf(error));
      for (const inner of [memberOf(error, "cause"), ...listOf(memberOf(error, "errors"))]) {
        if (inner !== undefined && all.size < maxExceptions) all.add(inner);
      }
    }
    const { name, message } = exceptionOf(thrown);
    span.setAttribute("error.type", isError(thrown) ? name : "_OTHER");
    span.setStatus({ code: SpanStatusCode.ERROR, message });
  } catch {
    // A getter that throws must not take the place of what the handler threw.
  }
}

/** Not by `instanceof`: an error of another realm, such as that of a test runner, is one as well. */
function isError(value: unknown): boolean {
  return typeof memberOf(value, "message") === "string";
}

function exceptionOf(error: unknown): { name: string; message: string; stack?: string } {
  if (!isError(error)) return { name: "Error", message: describeValue(error) };
  const [name, message, stack] = ["name", "message", "stack"].map((member) => memberOf(error, member));
  return {
    name: String(name ?? "Error"),
    message: String(message),
    ...(typeof stack === "string" && { stack }),
  };
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Few values each: the names of unknown events are the sender's, and every one would be a series of its own. */
function attributesOf({ event, status, code }: ReceiverEventMap["answered"]): Attributes {
  const name = event === undefined ? undefined : isKnownEvent(event) ? event.event_name : "_OTHER";
  return {
    "http.response.status_code": status,
    "cmp.answer.code": code,
    ...(name === undefined ? {} : { "cmp.event": name }),
  };
}

function requireMethod(name: string, value: unknown, method: string): void {
  if (typeof value === "object" && value !== null && typeof Reflect.get(value, method) === "function") return;
  throw new TypeError(`${name} must have the method ${method}, received ${describeValue(value)}`);
}
