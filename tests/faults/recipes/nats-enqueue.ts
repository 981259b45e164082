// nats-enqueue.ts
import { deliveryKey } from "optimizely-cmp-webhooks";
import type { Enqueue } from "./handover.js";

export interface JetStreamPublisher {
  publish(subject: string, payload: string, options?: { msgID?: string }): Promise<unknown>;
}

export const toJetStream =
  (stream: JetStreamPublisher): Enqueue =>
  (event) => {
    const msgID = deliveryKey(event);
    return stream.publish("cmp.events", JSON.stringify(event), msgID === undefined ? {} : { msgID });
  };
