export interface HeldMemory {
  /** `front`, or the full name of the function whose environment this is. */
  readonly name: string;
  readonly bytes: number;
}

/** What those threads hold that read what strangers send: the front, and the environments of ingest. */
export interface MemoryReport {
  readonly threads: readonly HeldMemory[];
  readonly residentBytes: number;
}
