/** What was wrong with the inputs of a prediction. Each has a documented default, so an answer still comes. */
export type ProblemType =
  /** The field or column is not there: treated as missing. */
  | 'absent'
  /** Empty, null, NaN or infinite: the fitted fill, or the missing category. */
  | 'missing'
  /** A category that training never saw, or too rarely to keep: the rest class. */
  | 'unseen'
  /** Text where a number, date or boolean belongs: treated as missing. */
  | 'wrong-type';

export interface InputProblem {
  input: string;
  problem: ProblemType;
  /** How many rows have it. */
  count: number;
  /** One of the values, as text; null for absent and missing ones. */
  example: string | null;
}
