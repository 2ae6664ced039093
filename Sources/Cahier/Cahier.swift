// What `import Cahier` brings into a cell: the engine, the data sets, figures, and what outputs are made of.
@_exported public import CellOutput
@_exported public import Datasets
@_exported public import Figures
@_exported public import Learning
