/** What is known of one thrown value, as it stands: not redacted. */
export interface Thrown {
  readonly name: string;
  readonly message: string;
  /** V8's lines, without the message before them. */
  readonly frames: readonly string[];
  /** The forward destination that a GiveUp blames. */
  readonly destination: string | undefined;
  /** That destination takes nothing at the moment. */
  readonly isDestinationDown: boolean;
}

/** A chain of causes that is longer, or leads back to itself, has said enough. */
const CHAIN_MAX = 5;

/** The thrown value and its causes, the outermost first. Whatever was thrown, this does not throw. */
export function readThrown(thrown: unknown): readonly [Thrown, ...Thrown[]] {
  const [first, ...causes] = causesOf(thrown).map(readOne);
  return [first ?? readOne(thrown), ...causes];
}

function causesOf(thrown: unknown): readonly unknown[] {
  const chain = [thrown];
  while (chain.length < CHAIN_MAX) {
    const cause = causeOf(chain.at(-1));
    if (cause === undefined || chain.includes(cause)) break;
    chain.push(cause);
  }
  return chain;
}

/** Of several errors at once, as when no address of a name answers, the first stands for all. */
function causeOf(error: unknown): unknown {
  const cause = propertyOf(error, 'cause');
  if (cause !== undefined && cause !== null) return cause;
  const errors = propertyOf(error, 'errors');
  return Array.isArray(errors) ? errors[0] : undefined;
}

function readOne(thrown: unknown): Thrown {
  const name = textOf(thrown, 'name');
  const message = textOf(thrown, 'message');
  if (name === undefined && message === undefined) {
    const said = describeNoError(thrown);
    return { name: 'NoError', message: said, frames: [], destination: undefined, isDestinationDown: false };
  }
  return {
    name: name ?? 'Error',
    message: message ?? '',
    frames: framesOf(textOf(thrown, 'stack') ?? '', message ?? ''),
    destination: textOf(thrown, 'destination'),
    isDestinationDown: propertyOf(thrown, 'isDestinationDown') === true,
  };
}

/** Its kind and not its content: nobody knows what it holds. A string was meant as a message. */
function describeNoError(thrown: unknown): string {
  if (typeof thrown === 'string') return thrown;
  if (thrown === null) return 'null was thrown, and no error';
  return `a value of type ${typeof thrown} was thrown, and no error`;
}

/** The message stands before the frames and may itself have lines that look like them. */
function framesOf(stack: string, message: string): readonly string[] {
  const at = message === '' ? -1 : stack.indexOf(message);
  const behind = at === -1 ? stack : stack.slice(at + message.length);
  return behind.split('\n').filter((line) => /^\s+at /.test(line));
}

function textOf(value: unknown, name: string): string | undefined {
  const text = propertyOf(value, name);
  return typeof text === 'string' ? text : undefined;
}

function propertyOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  try {
    return Reflect.get(value, name);
  } catch {
    // A getter or a proxy that throws: it has nothing to say.
    return undefined;
  }
}
