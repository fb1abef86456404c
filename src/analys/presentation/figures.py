"""Figures: every way to draw protected cells. They accept nothing but `ProtectedTable`."""

from analys.presentation.figures_display import Figure
from analys.presentation.figures_dumbbell import draw_dumbbell
from analys.presentation.figures_funnel import draw_funnel
from analys.presentation.figures_multiples import draw_small_multiples
from analys.presentation.figures_schools import draw_schools
from analys.presentation.figures_shares import draw_shares
from analys.presentation.figures_trend import draw_gap, draw_trend

__all__ = [
    "Figure",
    "draw_dumbbell",
    "draw_funnel",
    "draw_gap",
    "draw_schools",
    "draw_shares",
    "draw_small_multiples",
    "draw_trend",
]
