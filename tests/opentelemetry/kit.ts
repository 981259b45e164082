import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import { createReceiver, EventRouter, type ReceiverOptions } from "optimizely-cmp-webhooks";
import { instrument } from "optimizely-cmp-webhooks/opentelemetry";
import { secret } from "../support/client.js";

/** What was traced in the test that runs. */
export const spans = new InMemorySpanExporter();
const tracing = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
tracing.register();

/** A receiver that is instrumented, and what its metrics were at the last look. */
export function make(options: Partial<ReceiverOptions> = {}) {
  const { meter, collect, close } = meterOf();
  const router = new EventRouter();
  const receiver = createReceiver({ router, secret, log: null, ...options });
  instrument(receiver, { router, meter });
  return { router, receiver, collect, close };
}

/** A meter, and what its metrics were at the last look. */
export function meterOf() {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 2 ** 30 });
  const meter = new MeterProvider({ readers: [reader] }).getMeter("test");
  const collect = async (name: string) => {
    const { resourceMetrics } = await reader.collect();
    const all = resourceMetrics.scopeMetrics.flatMap((one) => one.metrics);
    return all.find(({ descriptor }) => descriptor.name === name)?.dataPoints ?? [];
  };
  return { meter, collect, close: () => reader.shutdown() };
}
