/** Something that GitHub shows beside a line of a file. */
export interface Annotation {
  readonly file: string;
  readonly line: number;
  readonly title: string;
  readonly message: string;
}

const escapedData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapedProperty = (text: string): string =>
  escapedData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/**
 * An error as a command of GitHub Actions, which shows it beside its line. Nothing in it can be taken for another command.
 * @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export const githubAnnotation = ({ file, line, title, message }: Annotation): string =>
  `::error file=${escapedProperty(file)},line=${line},title=${escapedProperty(title)}::${escapedData(message)}`;
