"""Every permission, row by row: what each role may by default. Written apart from the table that it proves."""

ROWS = """
role                  module          read   write

mother                prenatal        yes    yes
mother                birth_and_stay  yes    no
mother                postnatal       yes    yes
mother                plan            yes    yes
mother                network         yes    yes
mother                psychosocial    yes    no
mother                child           yes    yes

partner               prenatal        no     no
partner               birth_and_stay  no     no
partner               postnatal       no     no
partner               plan            yes    no
partner               network         yes    no
partner               psychosocial    no     no
partner               child           yes    no

coordinator           prenatal        yes    yes
coordinator           birth_and_stay  yes    yes
coordinator           postnatal       yes    yes
coordinator           plan            yes    yes
coordinator           network         yes    yes
coordinator           psychosocial    yes    yes
coordinator           child           yes    yes

midwife               prenatal        yes    yes
midwife               birth_and_stay  yes    yes
midwife               postnatal       yes    yes
midwife               plan            yes    yes
midwife               network         yes    yes
midwife               psychosocial    yes    yes
midwife               child           yes    yes

ward_midwife          prenatal        yes    no
ward_midwife          birth_and_stay  yes    yes
ward_midwife          postnatal       yes    yes
ward_midwife          plan            yes    yes
ward_midwife          network         yes    no
ward_midwife          psychosocial    no     no
ward_midwife          child           yes    yes

gp                    prenatal        yes    yes
gp                    birth_and_stay  yes    no
gp                    postnatal       yes    yes
gp                    plan            yes    yes
gp                    network         yes    yes
gp                    psychosocial    yes    no
gp                    child           yes    yes

gynaecologist         prenatal        yes    yes
gynaecologist         birth_and_stay  yes    yes
gynaecologist         postnatal       yes    yes
gynaecologist         plan            yes    yes
gynaecologist         network         yes    yes
gynaecologist         psychosocial    yes    no
gynaecologist         child           yes    no

paediatrician         prenatal        yes    no
paediatrician         birth_and_stay  yes    yes
paediatrician         postnatal       yes    no
paediatrician         plan            yes    yes
paediatrician         network         yes    no
paediatrician         psychosocial    no     no
paediatrician         child           yes    yes

maternity_carer       prenatal        no     no
maternity_carer       birth_and_stay  yes    no
maternity_carer       postnatal       yes    yes
maternity_carer       plan            yes    yes
maternity_carer       network         yes    no
maternity_carer       psychosocial    no     no
maternity_carer       child           yes    yes

youth_health          prenatal        no     no
youth_health          birth_and_stay  yes    no
youth_health          postnatal       yes    no
youth_health          plan            yes    yes
youth_health          network         yes    no
youth_health          psychosocial    no     no
youth_health          child           yes    yes

lactation_consultant  prenatal        no     no
lactation_consultant  birth_and_stay  yes    no
lactation_consultant  postnatal       yes    yes
lactation_consultant  plan            yes    yes
lactation_consultant  network         yes    no
lactation_consultant  psychosocial    no     no
lactation_consultant  child           yes    no

physiotherapist       prenatal        no     no
physiotherapist       birth_and_stay  yes    no
physiotherapist       postnatal       yes    yes
physiotherapist       plan            yes    yes
physiotherapist       network         yes    no
physiotherapist       psychosocial    no     no
physiotherapist       child           no     no

social_worker         prenatal        no     no
social_worker         birth_and_stay  no     no
social_worker         postnatal       no     no
social_worker         plan            yes    yes
social_worker         network         yes    no
social_worker         psychosocial    yes    yes
social_worker         child           no     no

buddy                 prenatal        no     no
buddy                 birth_and_stay  no     no
buddy                 postnatal       no     no
buddy                 plan            yes    no
buddy                 network         yes    no
buddy                 psychosocial    no     no
buddy                 child           no     no

planner               prenatal        no     no
planner               birth_and_stay  no     no
planner               postnatal       no     no
planner               plan            yes    yes
planner               network         yes    no
planner               psychosocial    no     no
planner               child           no     no
"""


def permissions() -> dict[tuple[str, str, str], bool]:
    """(role, module, act) -> allowed."""
    _, *rows = (line.split() for line in ROWS.splitlines() if line.strip())
    return {
        (role, module, act): answer == "yes"
        for role, module, read, write in rows
        for act, answer in (("read", read), ("write", write))
    }
