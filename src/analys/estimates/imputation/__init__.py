"""Multiple imputation: missing values drawn several times, and the estimates of the completed data pooled."""

from analys.estimates.imputation.chained import Imputations, impute
from analys.estimates.imputation.plan import Draw, Plan, Variable
from analys.estimates.imputation.pooling import Pooled, pool

__all__ = ["Draw", "Imputations", "Plan", "Pooled", "Variable", "impute", "pool"]
