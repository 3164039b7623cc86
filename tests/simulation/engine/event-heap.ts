/** Something that will happen. */
export interface ScheduledEvent {
  readonly atMs: number;
  /** In which it was asked for. */
  readonly order: number;
  /** Undefined once it was cancelled. */
  readonly call: (() => void) | undefined;
  cancel(): void;
}

export interface EventHeap {
  push(atMs: number, call: () => void): ScheduledEvent;
  /** The earliest that was not cancelled; of one instant what was asked for first. */
  peek(): ScheduledEvent | undefined;
  pop(): void;
}

/** A binary heap by time, then by order. What is cancelled stays in it until its turn comes. */
export function createEventHeap(): EventHeap {
  const events: ScheduledEvent[] = [];
  let count = 0;

  const rise = (event: ScheduledEvent) => {
    let index = events.length;
    events.push(event);
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = events[parentIndex];
      if (!parent || isBefore(parent, event)) break;
      events[index] = parent;
      index = parentIndex;
    }
    events[index] = event;
  };

  const removeFirst = () => {
    const moved = events.pop();
    const length = events.length;
    if (!moved || length === 0) return;
    let index = 0;
    for (;;) {
      let childIndex = 2 * index + 1;
      let child = events[childIndex];
      if (!child) break;
      const right = events[childIndex + 1];
      if (right && isBefore(right, child)) {
        child = right;
        childIndex += 1;
      }
      if (isBefore(moved, child)) break;
      events[index] = child;
      index = childIndex;
    }
    events[index] = moved;
  };

  return {
    push(atMs, call) {
      const event = scheduledEvent(atMs, (count += 1), call);
      rise(event);
      return event;
    },
    peek() {
      while (events[0] && events[0].call === undefined) removeFirst();
      return events[0];
    },
    pop: removeFirst,
  };
}

function scheduledEvent(atMs: number, order: number, called: () => void): ScheduledEvent {
  const event = {
    atMs,
    order,
    call: called as (() => void) | undefined,
    cancel() {
      event.call = undefined;
    },
  };
  return event;
}

const isBefore = (a: ScheduledEvent, b: ScheduledEvent) => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
