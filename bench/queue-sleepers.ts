// Workers of a queue whose jobs sleep, a process for bench/queue-overhead.ts. Arguments: the address of Redis, the queue, the shared folder,
// the number of workers, how many milliseconds a job sleeps. Writes a line when they are there; ends with its standard input.

import { folderStore } from "../src/node/queue/folder-store.ts";
import { serveQueue } from "../src/node/queue/queue-worker.ts";
import type { Reply, Request } from "../src/parallel/messages.ts";
import type { PoolWorker } from "../src/parallel/worker-pool.ts";

const [url = "", queue = "", folder = "", jobs = "1", milliseconds = "0"] = process.argv.slice(2);

/** A worker whose jobs sleep, in place of a thread. */
function sleeper(): PoolWorker {
  let onReply = (_: Reply): void => {};
  return {
    send: (request: Request) => {
      if ("job" in request) setTimeout(() => onReply({ output: 0 }), Number(milliseconds));
    },
    onReply: (listener) => void (onReply = listener),
    onExit: () => {},
    terminate: async () => {},
  };
}

const store = folderStore(folder);
const worker = await serveQueue({ url, queue, store, jobs: Number(jobs), start: sleeper });
process.stdout.write("ready\n");
process.stdin.resume().on("end", () => void worker.close());
