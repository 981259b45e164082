const connectionsKey: unique symbol = Symbol("http.server.connections");

type OnRequest = (request: object, response: object) => void;

/** A server that shows what a stop does with it, with the connections that Node would have. */
export class Stage {
  readonly steps: string[] = [];
  readonly listeners = new Map<string, OnRequest>();
  connections: object[] = [];
  onClosed = (): void => {};
  readonly [connectionsKey] = { all: () => this.connections };

  close(callback: () => void): void {
    this.onClosed = callback;
  }
  prependListener(name: string, listener: OnRequest): void {
    this.listeners.set(name, listener);
  }
  removeListener(name: string, listener: OnRequest): void {
    if (this.listeners.get(name) === listener) this.listeners.delete(name);
  }
  closeAllConnections(): void {
    this.steps.push("all connections");
  }
  /** A connection, and what is being answered on it. */
  connect(response?: object): void {
    this.connections.push({
      socket: {
        _httpMessage: response,
        destroy: (...causes: unknown[]) => this.steps.push(["destroyed", ...causes].join(" ")),
      },
    });
  }
}

/** A receiver with nothing in flight. */
export const idle = { inFlight: 0, idle: async () => {} };

/** A response, and the headers that were set on it. */
export function makeResponse(parts: object = {}) {
  const headers: string[][] = [];
  return { headers, setHeader: (...header: string[]) => void headers.push(header), ...parts };
}
