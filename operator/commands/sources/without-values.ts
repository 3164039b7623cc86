/** What somebody typed in the wrong place may be a secret; Commander repeats it in what it says of wrong usage. */
export const withoutValues = (text: string): string =>
  text
    .replace(/(too many arguments for '\S+'\. Expected \d+ arguments? but got \d+): [^]*$/, '$1.\n')
    .replace(/(unknown option '-[^'=]*)=[^]*'/, "$1'")
    .replace(/(argument) '[^]*' (is invalid)/, '$1 $2');
