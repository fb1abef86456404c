"""The synthetic municipality "Exempelkommun" (9999): made-up pupils in the real files' form.

`write_demo` writes a set, `ensure_demo` sees to it that the default set is there. Nothing in it describes any
real pupil, school or municipality; its personnummer belong to nobody (`analys.demo.identitet`). Beside the
files lies `sanning.json` with every parameter, the effects drawn and the estimands that they imply.
`write_riket` writes the slutbetyg of a whole made-up country, to measure with.

The model
---------
Names in brackets are fields of `analys.demo.modell.Model`; N is a standard normal draw of its own; i pupil,
s school unit, k class, j subject, t läsår, a year group (3, 6 or 9).

Pupils. A pupil draws a first school by size, then background by the school's intake z_s = [skola_intag_sd]
N: logit P(utländsk bakgrund) falls by 0.7 z_s, and the cumulative logits of the parents' education by z_s.
Gender depends on nothing. c_i = N is the unmeasured confounder. Each läsår [invandring] of the cohort's
size arrives in Sweden (2.2 times that in 2016–2017, 0.8 from 2019), some after åk 6; [flytt_ut] moves in
from elsewhere.

Mobility. P(leaves) = [flytt_ut] exp([flytt_ut_av_formaga] p_i), P(changes school) = [skolbyte]
exp([skolbyte_av_formaga] p_i), where p_i is the prior below without its last term. In åk 7 everyone changes
to the unit that the old school leads to, [annan_skola_ak7] to one drawn by size, and [till_fristaende_ak7]
to the fristående one.

Ability, standard units::

    p_i     = [effekt_utbildning]_i + [effekt_flicka] girl_i + [effekt_utlandsk_bakgrund] foreign_i
              + [formaga_av_storande] c_i + [elev_sd] N_i
              + min([effekt_nyanland] + [nyanland_ikapp_per_ar] × years in Sweden, 0) if arrived in åk 1–9
    theta   = p_i + [elev_skede_sd] N_ia + school_s + school_st + class_k + year_t + year_t,gender
              + [uppgang_andel]_a × story_t,gender + effect_i(absence_ia)
              + [skola_kvar_ak9] × school of åk 6                                         (åk 7–9)
    school_s = [skola_sd] N, and [svag_skola] more for one unit of åk 7–9;  school_st = [skola_ar_sd] N
    story   = max(t − [uppgang_fran], 0) × ([uppgang_per_ar] + [pojkar_ikapp_per_ar] for boys)

Absence, share of offered time in åk a and term h::

    logit A_iah = [franvaro_grund] + [franvaro_per_ak] (a − 5) + [franvaro_elev_sd] N_i
                  + [franvaro_ar_sd] N_ia + [franvaro_termin_sd] N_iah
                  + [franvaro_av_storande] c_i + [franvaro_av_formaga] p_i
    effect_i(A) = ([franvaro_effekt] + [franvaro_effekt_sd] N_i) A
                  + [franvaro_effekt_over_knack] max(A − [franvaro_knack], 0),   A the mean of the terms

so that c_i confounds, p_i is the reverse path (earlier ability to absence), and the slope has a mean, a
spread and a knee. Beside these [franvaro_lang] (åk 1–6, åk 7–9, åk 7–9 from [franvaro_brott]) of the pupils
are absent for more than half of the läsår, times exp([franvaro_av_storande] c_i + [franvaro_av_formaga]
p_i). From [franvaro_brott] absence of 15–30 % falls in åk 1–7, A − [franvaro_minskning] (A − 0.15)(0.30 −
A), and in åk 8–9 what is above 24 % rises by [franvaro_okning]. Invalid absence is a share that grows with A.

Registration. Offered time is what the timetable gives, [studiegang_tid] of it with anpassad studiegång. A
school registers the share r = level_s + [registrerat_termin_sd] N of it, by stage and term, level_s = 0.97 +
[registrerat_sd] N within 0.94–0.99; the largest F–6 unit only [registrerat_lagt] in the spring of
[registrerat_lagt_ar]. Only registered lessons hold absence: files tell r A, so that a school which registers
little seems to have little absence.

Results. A subject's true result is g_ij = theta + [amne_sd] N_ij + [amne_niva]_j + [amne_flickor]_j girl_i.
A test gives T_ij = g_ij + e, SD(e) = [np_matt_sd] sqrt(1/[np_reliabilitet]_j − 1); provbetyg cuts T_ij +
[np_niva]_j (+ [np_brott_2025], [np_brott_2026]) at [granser], E at [np_lattare_e] less. A teacher sees h_ij
= g_ij + [bedomning_sd] N, mixes in the test, (1 − w) h_ij + w T_ij with w = [np_vikt_i_betyg] (not in 2020
and 2021, when there was none), adds leniency b_s + b_sj + b_sjt and cuts at [granser]: floor F and ceiling
A. Those less than [hoppa_till_e_bredd] under E get E with probability [hoppa_till_e_andel] (bunching at E).
A grade of F or E becomes streck, and subjects fall away by anpassad studiegång, more the higher the
absence. In åk 3 a part of the test is passed when T_ij + [np_delprov_sd] N exceeds [np3_kravniva]_j;
mathematics gets harder by [np3_ma_per_ar] a year after [np3_ma_fran].

Judgement in åk 3 (bedomning_ak3, every läsår, Ma and Sv or Sva): the teacher sees g_ij + [bedomning3_sd] N,
mixes in the test with the weight [bedomning3_vikt_np] (not in 2020 and 2021; its hardening included), adds
the school's own leniency [bedomning3_skola_sd] N + [bedomning3_skola_amne_sd] N +
[bedomning3_skola_amne_ar_sd] N, and judges the criteria reached above [bedomning3_grans]_j. It weighs the
whole, where the test asks for every part: its demand lies near that of the test and is not the same.

Missing. A pupil's absence is not delivered with logit = logit([bortfall_franvaro]) +
[bortfall_franvaro_av_formaga] p_i (MAR given earlier ability, which earlier results measure with error) +
[bortfall_franvaro_delta] (A − 0.08) (MNAR). P(misses a test) = [np_deltar_ej] exp([np_deltar_ej_av_formaga]
p_i). Tests are lost, replaced (77) or, in 2026, reported through the portal and blank here. P(not judged in
a subject of åk 3) = [bedomning3_saknas] exp([bedomning3_saknas_av_formaga] p_i). [enkat_svar] is kept for
surveys to come.

Variants (`modell=`): standard; noll (no true differences between schools or in their grading; intake, class
and test error kept); mar and mnar (absence missing often, by p_i or by itself); utan_rorlighet.
"""

from analys.demo.riket import write_riket
from analys.demo.skrivande import write_demo
from analys.demo.vakt import ensure_demo

__all__ = ["ensure_demo", "write_demo", "write_riket"]
