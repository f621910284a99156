/// <reference lib="esnext.disposable" preserve="true" />
/** The types of a job: its input, the items that it yields while it works, and its output. All are structured-cloneable. */
export interface JobType<Input = unknown, Item = unknown, Output = unknown> {
  readonly input: Input;
  readonly item: Item;
  readonly output: Output;
}

/** The context of a running job. */
export interface JobContext {
  /** Takes warnings that are shown once, however many workers meet them. */
  readonly onWarning: (message: string) => void;
  /** Aborted when nobody waits for the output any more. */
  readonly signal: AbortSignal;
}

/** The code of jobs by name. */
export type JobFunctions<Jobs> = {
  readonly [Name in keyof Jobs]: Jobs[Name] extends JobType<infer Input, infer Item, infer Output>
    ? (input: Input, context: JobContext) => AsyncGenerator<Item, Output, void>
    : never;
};

type Part<Jobs, Name extends keyof Jobs, Key extends keyof JobType> = Jobs[Name] extends JobType
  ? Jobs[Name][Key]
  : never;

/** Options of a job's run. */
export interface RunOptions<Item = unknown> {
  /** Aborting ends the wait at once and asks the job to end. */
  readonly signal?: AbortSignal | undefined;
  readonly onItem?: ((item: Item) => void) | undefined;
}

/** Runs jobs, several at once: on the calling thread, in threads of Node, in web workers, or on other machines. */
export interface Pool<Jobs> extends AsyncDisposable {
  /** The number of jobs that run at once. It changes where workers come and go. */
  readonly size: number;
  /** Settles when `size` changes next. Absent where it never does. */
  readonly resized?: () => Promise<void>;
  /** Whether workers are on other machines, which do not have this one's files. */
  readonly isRemote?: boolean;
  /**
   * Runs a job to its end. Items that nobody takes are dropped.
   * @throws the job's error; {AffektError} `interrupted` when the signal aborts or the pool is closed.
   */
  run<Name extends keyof Jobs>(
    job: Name,
    input: Part<Jobs, Name, "input">,
    options?: RunOptions<Part<Jobs, Name, "item">>,
  ): Promise<Part<Jobs, Name, "output">>;
  /**
   * Runs a job and yields its items as they come. Returns its output. A job that is ahead of its consumer waits.
   * @throws as `run`.
   */
  stream<Name extends keyof Jobs>(
    job: Name,
    input: Part<Jobs, Name, "input">,
    options?: Pick<RunOptions, "signal">,
  ): AsyncGenerator<Part<Jobs, Name, "item">, Part<Jobs, Name, "output">, void>;
  /** Rejects running and waiting jobs, and ends the workers. */
  close(): Promise<void>;
}

/** A job that yields no items. */
export function single<Input, Output>(
  work: (input: Input, context: JobContext) => Promise<Output>,
): (input: Input, context: JobContext) => AsyncGenerator<never, Output, void> {
  // oxlint-disable-next-line require-yield
  return async function* (input, context) {
    return work(input, context);
  };
}

/** Runs a generator to its end and gives its items to `onItem`; returns its output. */
export async function drain<Item, Output>(
  items: AsyncGenerator<Item, Output, void>,
  onItem?: (item: Item) => void,
): Promise<Output> {
  try {
    for (;;) {
      const { done, value } = await items.next();
      if (done === true) return value;
      onItem?.(value);
    }
  } finally {
    // a generator whose consumer failed is ended
    await items.return(undefined as Output);
  }
}
