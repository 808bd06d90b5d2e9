"""Query parameters that say who sent a reader, never which page is asked for. Data only; all names in lower case.

A name belongs here only when no site is known to tell pages apart by it. So `id`, `cid`, `ref`, `source`, `from`, `campaign`, `share`, `page`, `p`
and their like are missing on purpose: a duplicate costs less than a lost article. An outlet that uses one of these names for its pages lists it in
`[article] keep_params`.
"""

from __future__ import annotations

TRACKING_PREFIXES = (
    # Google Analytics ("Urchin")
    "utm_",
    # internal campaigns, the usual name beside utm_
    "itm_",
    # Piano, once AT Internet: every campaign variable is at_*
    "at_",
    # Matomo
    "mtm_",
    "matomo_",
    # HubSpot ads
    "hsa_",
    # Salesforce Marketing Cloud
    "sfmc_",
    # Webtrends
    "wt.",
    # Blueshift
    "bsft_",
    # Shared links of Sailthru and True Anthem
    "sailthru_",
    "trueanthem_",
)
"""A parameter whose name starts so is tracking, whatever follows."""

TRACKING_NAMES = frozenset(
    (
        # Google: analytics, linked domains, advertisement clicks
        "_ga",
        "_gac",
        "_gl",
        "gclid",
        "gclsrc",
        "dclid",
        "gbraid",
        "wbraid",
        "gad_source",
        "gad_campaignid",
        "srsltid",
        # Google's AMP viewer
        "amp_js_v",
        "amp_gsa",
        "usqp",
        # Meta: Facebook, Instagram
        "fbclid",
        "fb_action_ids",
        "fb_action_types",
        "fb_ref",
        "fb_source",
        "action_object_map",
        "action_ref_map",
        "action_type_map",
        "igsh",
        "igshid",
        "mibextid",
        "__tn__",
        # X, once Twitter
        "twclid",
        "ref_src",
        "ref_url",
        "__twitter_impression",
        # other networks and shops: TikTok, LinkedIn, Reddit, Snapchat, Pinterest, Microsoft, Alibaba
        "ttclid",
        "li_fat_id",
        "rdt_cid",
        "sccid",
        "epik",
        "msclkid",
        "spm",
        # Yandex and the Russian web
        "yclid",
        "ysclid",
        "_openstat",
        # recommendation boxes: Taboola, Outbrain
        "tblci",
        "dicbo",
        # newsletters: Mailchimp, HubSpot, Marketo, Klaviyo, Vero, Olytics, MailerLite, ConvertKit, Dotdigital, Oracle Eloqua, Bronto
        "mc_cid",
        "mc_eid",
        "_hsenc",
        "_hsmi",
        "__hssc",
        "__hstc",
        "__hsfp",
        "hsctatracking",
        "mkt_tok",
        "_ke",
        "_kx",
        "vero_id",
        "vero_conv",
        "oly_anon_id",
        "oly_enc_id",
        "ml_subscriber",
        "ml_subscriber_hash",
        "ck_subscriber_id",
        "dm_i",
        "elqtrack",
        "elqtrackid",
        "_bta_c",
        "_bta_tid",
        # analytics of enterprises: Adobe, Matomo's older names, Mapp (Webtrekk), Branch
        "s_cid",
        "s_kwcid",
        "ef_id",
        "icid",
        "intcid",
        "cmpid",
        "cmp",
        "pk_campaign",
        "pk_keyword",
        "pk_kwd",
        "pk_source",
        "pk_medium",
        "pk_content",
        "wt_mc",
        "wt_zmc",
        "_branch_match_id",
        # newsrooms: comScore as the BBC uses it
        "ns_campaign",
        "ns_fee",
        "ns_linkname",
        "ns_mchannel",
        "ns_source",
        # newsrooms: French press (AT Internet's older name), Daily Mail, New York Times, Yahoo and AOL, MSN, CNBC, Condé Nast, CBS
        "xtor",
        "ito",
        "smid",
        "smtyp",
        "soc_src",
        "soc_trk",
        "guccounter",
        "guce_referrer",
        "guce_referrer_sig",
        "ncid",
        "ocid",
        "__source",
        "cndid",
        "mbid",
        "ftag",
        # Wikipedia's links out, Reuters' and AP's posts through True Anthem
        "wprov",
        "taid",
    )
)
"""A parameter with exactly this name is tracking."""
