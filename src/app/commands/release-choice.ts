/** Who answers in an API package, as screens ask for it. */
export {
  choiceProblem,
  planOf,
  type ReleaseChoice,
  type SecondVersion,
} from '../../deploy/api/release-choice';
export type { ApiRuntime } from '../../deploy/api/runtimes';
