/// Collects the steps of a plan.
final class PlanBuilder {
}
