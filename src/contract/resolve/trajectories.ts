import { readExpect } from '../../assertions/index.ts'
import type { TrajectoryClause, TrajectoryWhen } from '../../model/trajectory.ts'
import { completeTrials } from '../schema/trials.ts'
import { expectNames } from './list-names.ts'
import type { Layer } from './layer.ts'

/** Trajectories by name: a nearer file's replaces an inherited one as a whole. */
export function resolveTrajectories(layers: readonly Layer[]): readonly TrajectoryClause[] {
  const clauses = new Map<string, TrajectoryClause>()
  for (const { source, own, whens } of layers) {
    for (const [id, trajectory] of Object.entries(source.trajectories ?? {})) {
      const path = `trajectories.${id}`
      const names = expectNames(trajectory.expect)
      const { match: _, ...when } = trajectory.when ?? {}
      const match = whens.get(id)
      clauses.set(id, {
        id,
        path,
        own,
        brief: trajectory.brief ?? null,
        when: { ...(when as TrajectoryWhen), ...(match === undefined ? {} : { match }) },
        expect: trajectory.expect.map((item, index) => ({
          ...readExpect(item),
          path: `${path}.expect.${names[index]!}`,
          own,
        })),
        trials:
          trajectory.trials === undefined
            ? null
            : { ...completeTrials(trajectory.trials), path: `${path}.trials`, own },
        exercise: trajectory.exercise ?? null,
      })
    }
  }
  return [...clauses.values()]
}
