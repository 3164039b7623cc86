/** What is opened by the first who asks for it: an SDK client takes its time to load, and most commands need one or two. */
export function openWhenAsked<Opened extends { close(): void }>(open: () => Promise<Opened>) {
  let opening: Promise<Opened> | undefined;
  return {
    opened: () => (opening ??= open()),
    close: (): void => {
      // Whoever asked for what could not be opened has been told.
      opening?.then(
        (opened) => opened.close(),
        () => undefined,
      );
    },
  };
}
