"""Records of the national 双重预防 exchange (domain 2.2): their columns are the fields of the standard."""

from data.exchange.kinds import EXCHANGE, Column

COLUMNS: tuple[Column, ...] = (
    Column(EXCHANGE, "subject", ("companyName", "enterpriseName"), "name"),
    Column(EXCHANGE, "uscc", ("companyCode",), "uscc"),
    Column(EXCHANGE, "code", ("hazardCode",), "text"),
    Column(EXCHANGE, "description", ("dangerDesc", "dangerName"), "prose"),
    Column(EXCHANGE, "level", ("dangerLevel",), "level"),
    Column(EXCHANGE, "found_on", ("registTime",), "found"),
    Column(EXCHANGE, "inspector", ("registrant",), "text"),
    Column(EXCHANGE, "source", ("dangerSrc",), "text"),
    Column(EXCHANGE, "manage_type", ("dangerManageType",), "text"),
    Column(EXCHANGE, "category", ("hazardDangerType",), "text"),
    Column(EXCHANGE, "measures", ("controlMeasures",), "prose"),
    Column(EXCHANGE, "funds_yuan", ("cost",), "money"),
    Column(EXCHANGE, "responsible", ("liablePerson",), "text"),
    Column(EXCHANGE, "deadline", ("dangerManageDeadline",), "deadline"),
    Column(EXCHANGE, "reinspector", ("checkAcceptPerson",), "text"),
    Column(EXCHANGE, "reinspected_on", ("checkAcceptTime",), "date"),
    Column(EXCHANGE, "status", ("dangerState",), "status"),
    Column(EXCHANGE, "deleted", ("deleted",), "text"),
    Column(EXCHANGE, "kept", (
        "id", "riskMeasureId", "checkRecordId", "hazardCategory", "dangerReason", "checkAcceptComment", "createDate",
        "createBy", "updateDate", "updateBy",
    ), "text"),
)  # fmt: skip
