// What a row of the bench is, and what it hands back.

/** One cell: what is shown, and the number behind it for --json. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  readonly note?: string;
}

/** A line of the design's budgets beside what was measured. */
export interface Budget {
  readonly what: string;
  readonly budget: string;
  readonly measured: string;
  readonly met: boolean;
}

export interface RowReport {
  readonly tables: readonly Table[];
  readonly budgets: readonly Budget[];
  /** The figures as numbers, for --json. */
  readonly figures: Readonly<Record<string, number>>;
}

export interface BenchContext {
  /** Packaged stage `local` and `prod`, as `sls package` left them. */
  readonly packaged: { readonly local: string; readonly prod: string };
  /** A fresh folder that is removed afterwards. */
  readonly scratch: string;
  /** Fewer repetitions, to see that it works. */
  readonly quick: boolean;
  /** One line about what is going on, to stderr. */
  readonly tell: (line: string) => void;
  /** Ctrl-C: whoever has started a child ends it. */
  readonly signal: AbortSignal;
}

export interface Row {
  readonly name: string;
  readonly title: string;
  /** `false` where it runs on nothing that is packaged, which takes a minute. */
  readonly needsPackages?: false;
  readonly run: (context: BenchContext) => Promise<RowReport>;
}
