/// How a step changes the weights, given their gradients; settings and defaults as in Keras.
public enum Optimizer: Hashable, Sendable {
  /// Stochastic gradient descent, with momentum where asked for: Sutskever et al., "On the importance of initialization
  /// and momentum in deep learning", 2013. Before each step weights shrink by `learningRate * weightDecay` of their size,
  /// as in Keras; PyTorch's `weight_decay` is another: it adds to the gradient.
  case sgd(learningRate: Double = 0.01, momentum: Double = 0, nesterov: Bool = false, weightDecay: Double = 0)

  /// Adam: Kingma & Ba, "Adam: a method for stochastic optimization", 2015, in the order of computation at the end of
  /// their section 2, as in Keras. The rate of 0-based step `t` is `learningRate / (1 + decay * t)`.
  case adam(
    learningRate: Double = 0.001, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-7, decay: Double = 0)

  /// Adam whose weights also shrink by `learningRate * weightDecay` a step: Loshchilov & Hutter, "Decoupled weight decay
  /// regularization", 2019.
  case adamW(
    learningRate: Double = 0.001, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-7,
    weightDecay: Double = 0.004)

  /// RMSprop: Tieleman & Hinton, "Neural networks for machine learning", lecture 6.5, 2012.
  case rmsprop(learningRate: Double = 0.001, rho: Double = 0.9, momentum: Double = 0, epsilon: Double = 1e-7)

  /// Adam with the infinity norm: Kingma & Ba 2015, algorithm 2.
  case adamax(learningRate: Double = 0.001, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-7)
}
