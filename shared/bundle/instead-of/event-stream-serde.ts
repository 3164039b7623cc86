// In a bundle this is @smithy/core/event-streams: what S3 Select and Kinesis speak, which no function asks.

/** What a client asks of it when it is made, and never uses. */
export const eventStreamSerdeProvider = (): undefined => undefined;
export const resolveEventStreamSerdeConfig = <Config>(config: Config): Config => config;

/** What the SDK asks for when an answer is a stream of events. */
export function EventStreamSerde(): never {
  throw new Error('Bundles hold nothing for event streams; see shared/bundle/esbuild-plugins.cjs');
}
