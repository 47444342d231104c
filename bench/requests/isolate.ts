/** The Worker's isolate of a local edge, through its inspector: what it holds, and where its time goes. */
export class Isolate {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (result: unknown) => void>();
  #last = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      const { id, result } = JSON.parse(String(data)) as { id?: number; result?: unknown };
      if (id === undefined) return;
      this.#waiting.get(id)?.(result);
      this.#waiting.delete(id);
    });
  }

  static async at(port: number): Promise<Isolate> {
    // Node takes headers there; the inspector answers nobody without an origin of this machine.
    const options = { headers: { origin: 'http://localhost' } } as unknown as string[];
    const socket = new WebSocket(`ws://127.0.0.1:${port}/`, options);
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve);
      socket.addEventListener('error', () => reject(new Error('the inspector does not answer')));
    });
    return new Isolate(socket);
  }

  ask<Result>(method: string, params: object = {}): Promise<Result> {
    this.#last += 1;
    const id = this.#last;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve as (result: unknown) => void);
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }

  /** Bytes that its objects and the buffers behind them take, garbage that was not collected yet among them. */
  async heldBytes(): Promise<number> {
    const { usedSize, backingStorageSize = 0 } = await this.ask<{ usedSize: number; backingStorageSize?: number }>('Runtime.getHeapUsage');
    return usedSize + backingStorageSize;
  }

  close(): void {
    this.#socket.close();
  }
}
